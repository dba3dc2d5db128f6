package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;

import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.KaspiOrdersApi.OrderAnswer;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads an order out of an answer. What an order cannot do without must be there; of the
 * rest, what cannot be read is left out.
 */
final class OrderAnswerReader {

	private OrderAnswerReader() {
	}

	static KaspiOrder created(@Nullable OrderAnswer answer, KaspiOrderRequest request) {
		return toOrder("create order", answer, request.getReference(), request.getAmount());
	}

	static KaspiOrder asked(@Nullable OrderAnswer answer, String orderId) {
		KaspiOrder order = toOrder("get order", answer, null, null);
		if (!order.orderId().equals(orderId)) {
			throw unusable("get order", "orderId");
		}
		return order;
	}

	/**
	 * Reads what there is to read: by the contract any 2xx is success, whatever it says.
	 */
	static RefundAnswer refunded(byte @Nullable [] answer) {
		if (answer == null) {
			return new RefundAnswer(null, null, null);
		}
		try {
			JsonNode node = KaspiJson.mapper().readTree(answer);
			return new RefundAnswer(text(node.path("refundId")), status(text(node.path("status"))),
					amount(node.path("amount")));
		}
		catch (JacksonException | NumberFormatException ex) {
			return new RefundAnswer(null, null, null);
		}
	}

	private static @Nullable String text(JsonNode node) {
		return ((node.isString() || node.isNumber()) && !node.asString().isBlank()) ? node.asString() : null;
	}

	private static @Nullable BigDecimal amount(JsonNode node) {
		try {
			return node.isMissingNode() ? null : Amount.read(node);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	static @Nullable KaspiOrderStatus status(@Nullable String value) {
		try {
			return (value != null) ? new KaspiOrderStatus(value) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static KaspiOrder toOrder(String what, @Nullable OrderAnswer answer, @Nullable String reference,
			@Nullable BigDecimal requested) {
		if (answer == null || answer.orderId() == null || !OrderRules.isOrderId(answer.orderId())) {
			throw unusable(what, "orderId");
		}
		KaspiOrderStatus status = status(answer.status());
		if (status == null) {
			throw unusable(what, "status");
		}
		BigDecimal amount = (answer.amount() != null) ? answer.amount() : requested;
		if (amount == null) {
			throw unusable(what, "amount");
		}
		return new KaspiOrder(answer.orderId(), (reference != null) ? reference : reference(answer), status, amount,
				BigDecimal.ZERO, answer.qrData(), uri(answer.paymentUrl()), instant(answer.createdAt()),
				instant(answer.expiresAt()), instant(answer.paidAt()));
	}

	private static @Nullable String reference(OrderAnswer answer) {
		return OrderRules.isReference(answer.reference()) ? answer.reference() : null;
	}

	private static KaspiServerException unusable(String what, String field) {
		return new KaspiServerException("Kaspi Pay's answer to '" + what + "' has no usable " + field, 200, null,
				RequestId.current(), null, null);
	}

	private static @Nullable URI uri(@Nullable String value) {
		if (value == null || !value.matches("(?i)https?://\\S+")) {
			return null;
		}
		try {
			return new URI(value);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static @Nullable Instant instant(@Nullable String value) {
		try {
			return (value != null) ? Instant.parse(value) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
