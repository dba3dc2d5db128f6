/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.page.QrPicture;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.MediaTypes;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Lets other programs, and the simulator's pages, do with orders what a test does in
 * Java.
 */
final class OrderControl {

	private final OrderBook orders;

	OrderControl(OrderBook orders) {
		this.orders = orders;
	}

	void addTo(Routes routes) {
		routes
			.on("GET", "/simulator/orders",
					(request, none) -> Answer.json(200,
							this.orders.newestFirst().stream().map(OrderControl::json).toList()))
			.on("GET", "/simulator/orders/{}", (request, orderId) -> Answer.json(200, json(order(orderId))))
			.on("GET", "/simulator/orders/{}/qr[.]svg",
					(request, orderId) -> Answer.file("image/svg+xml", QrPicture.svg(order(orderId).qrData())))
			.on("POST", "/simulator/orders/{}/pay", change(this::pay))
			.on("POST", "/simulator/orders/{}/pay-late", change((request, orderId) -> this.orders.payLate(orderId)))
			.on("POST", "/simulator/orders/{}/cancel", change((request, orderId) -> this.orders.cancel(orderId)))
			.on("POST", "/simulator/orders/{}/decline", change((request, orderId) -> this.orders.cancel(orderId)))
			.on("POST", "/simulator/orders/{}/expire", change((request, orderId) -> this.orders.expire(orderId)))
			.on("POST", "/simulator/orders/{}/webhook", change(this::sendWebhook))
			.on("POST", "/simulator/orders/{}/refund", this::refund)
			.on("POST", "/simulator/orders/{}/status", this::forceStatus);
	}

	private SimulatedOrder order(String orderId) {
		return this.orders.find(orderId).orElseThrow(() -> ApiException.orderNotFound(orderId));
	}

	private Routes.Handler change(BiFunction<Request, String, SimulatedOrder> change) {
		return (request, orderId) -> {
			order(orderId);
			if (!MediaTypes.isForm(request)) {
				return Answer.json(200, json(change.apply(request, orderId)));
			}
			try {
				change.apply(request, orderId);
				return Answer.seeOther(String.format(Locale.ROOT, "/phone?order=%s&just", orderId));
			}
			catch (ApiException ex) {
				// the page that is shown next tells what the order's status is
				return Answer.seeOther("/phone?order=" + orderId);
			}
		};
	}

	private SimulatedOrder pay(Request request, String orderId) {
		JsonNode json = WireJson.readOptionalObject(request);
		return this.orders.pay(orderId, Money.optional(json), optionalTime(json, "paidAt"));
	}

	private SimulatedOrder sendWebhook(Request request, String orderId) {
		JsonNode json = WireJson.readOptionalObject(request);
		this.orders.notifyOf(orderId, WireJson.optionalText(json, "status"), Money.optional(json));
		return order(orderId);
	}

	private static @Nullable Instant optionalTime(JsonNode json, String name) {
		String text = WireJson.optionalText(json, name);
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeParseException ex) {
			throw ApiException.invalid(name + " must be a time such as 2026-05-09T16:23:15Z");
		}
	}

	private Answer refund(Request request, String orderId) {
		SimulatedOrder order = order(orderId);
		BigDecimal amount = (request.getBody().length > 0)
				? Money.read(WireJson.readObject(request).path("amount"), "amount")
				: order.amount().subtract(order.refundedAmount());
		if (amount.signum() == 0) {
			throw new ApiException(422, "ORDER_NOT_REFUNDABLE", "Nothing is left of order " + orderId);
		}
		return Answer.json(200, json(this.orders.refund(orderId, Money.requirePositive(amount))));
	}

	private Answer forceStatus(Request request, String orderId) {
		order(orderId);
		String status = WireJson.requiredText(WireJson.readObject(request), "status");
		return Answer.json(200, json(this.orders.forceStatus(orderId, status)));
	}

	private static Map<String, Object> json(SimulatedOrder order) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("orderId", order.orderId());
		json.put("reference", order.reference());
		json.put("status", order.status());
		json.put("amount", order.amount());
		json.put("refundedAmount", order.refundedAmount());
		WireJson.putIfPresent(json, "description", order.description());
		WireJson.putIfPresent(json, "callbackUrl", order.callbackUrl());
		WireJson.putIfPresent(json, "returnUrl", order.returnUrl());
		json.put("qrData", order.qrData());
		json.put("paymentUrl", order.paymentUrl().toString());
		json.put("createdAt", order.createdAt().toString());
		json.put("expiresAt", order.expiresAt().toString());
		WireJson.putIfPresent(json, "paidAt", order.paidAt());
		return json;
	}

}
