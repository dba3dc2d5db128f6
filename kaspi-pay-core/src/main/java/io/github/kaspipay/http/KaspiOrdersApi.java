package io.github.kaspipay.http;

import java.math.BigDecimal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.kaspipay.http.KaspiHttpRequest.Authorization;
import io.github.kaspipay.json.AmountDeserializer;
import io.github.kaspipay.json.AmountSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Orders on the wire, as in the Kaspi Pay contract. Responses are taken as the bytes they
 * are, and read elsewhere: no exception made on the way can quote one.
 */
@HttpExchange("/payment/orders")
interface KaspiOrdersApi {

	@PostExchange
	byte @Nullable [] create(@RequestAttribute(KaspiHttpRequest.AUTHORIZATION) Authorization authorization,
			@RequestBody CreateOrder order);

	@GetExchange("/{orderId}")
	byte @Nullable [] status(@RequestAttribute(KaspiHttpRequest.AUTHORIZATION) Authorization authorization,
			@PathVariable("orderId") String orderId);

	@PostExchange("/{orderId}/refund")
	byte @Nullable [] refund(@RequestAttribute(KaspiHttpRequest.AUTHORIZATION) Authorization authorization,
			@PathVariable("orderId") String orderId, @RequestBody RefundOrder refund);

	record Amount(@JsonSerialize(using = AmountSerializer.class) BigDecimal value, String currency) {

		static Amount tenge(BigDecimal value) {
			return new Amount(value, "KZT");
		}

	}

	record CreateOrder(String merchant, Amount amount, @Nullable String description, String reference,
			@JsonProperty("callback_url") @Nullable String callbackUrl,
			@JsonProperty("return_url") @Nullable String returnUrl, @Nullable String language) {

	}

	record OrderResponse(@Nullable String orderId, @Nullable String status, @Nullable String reference,
			@JsonDeserialize(using = AmountDeserializer.class) @Nullable BigDecimal amount, @Nullable String qrData,
			@Nullable String paymentUrl, @Nullable String createdAt, @Nullable String expiresAt,
			@Nullable String paidAt) {

	}

	record RefundOrder(Amount amount, String reason) {

	}

}
