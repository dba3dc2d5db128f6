package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;

import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.KaspiOrdersApi.OrderResponse;
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
 * Reads an order out of a response. What an order cannot do without must be there; of the
 * rest, what cannot be read is left out.
 */
final class OrderResponseReader {

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

	private final boolean plainHttp;

	/**
	 * Creates the reader.
	 * @param baseUrl the API's base address: only where it is plain HTTP, to a loopback
	 * host, a payment page may be as well
	 */
	OrderResponseReader(URI baseUrl) {
		this.plainHttp = "http".equalsIgnoreCase(baseUrl.getScheme());
	}

	KaspiOrder created(byte @Nullable [] content, KaspiOrderRequest request) {
		return toOrder("create order", read(content, OrderResponse.class, "create order"), request.getReference(),
				request.getAmount());
	}

	KaspiOrder queried(byte @Nullable [] content, String orderId) {
		KaspiOrder order = toOrder("get order", read(content, OrderResponse.class, "get order"), null, null);
		if (!order.orderId().equals(orderId)) {
			throw unusable("get order", "orderId");
		}
		return order;
	}

	/**
	 * Reads what there is to read: by the contract any 2xx is success, whatever it says.
	 */
	static RefundAnswer refunded(byte @Nullable [] content) {
		if (content == null) {
			return new RefundAnswer(null, null, null);
		}
		try {
			JsonNode node = KaspiJson.mapper().readTree(content);
			return new RefundAnswer(text(node.path("refundId")), status(text(node.path("status"))),
					amount(node.path("amount")));
		}
		catch (JacksonException | NumberFormatException ex) {
			return new RefundAnswer(null, null, null);
		}
	}

	/**
	 * Reads JSON. A parser's exception would quote the response, so none is kept.
	 */
	static <T> @Nullable T read(byte @Nullable [] content, Class<T> type, String what) {
		byte[] json = (content != null) ? content : new byte[0];
		try {
			return KaspiJson.mapper().readValue(json, type);
		}
		catch (JacksonException | IllegalArgumentException | ArithmeticException ex) {
			String problem = ErrorResponse.isHtml(json)
					? "is an HTML page, not Kaspi Pay's own: check kaspi.pay.base-url and what is in between"
					: "cannot be read";
			throw new KaspiServerException("The answer to '" + what + "' " + problem, 200, null, RequestId.current(),
					null, null);
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

	private KaspiOrder toOrder(String what, @Nullable OrderResponse response, @Nullable String reference,
			@Nullable BigDecimal requested) {
		if (response == null || response.orderId() == null || !OrderRules.isOrderId(response.orderId())) {
			throw unusable(what, "orderId");
		}
		KaspiOrderStatus status = status(response.status());
		if (status == null) {
			throw unusable(what, "status");
		}
		BigDecimal amount = (response.amount() != null) ? response.amount() : requested;
		if (amount == null) {
			throw unusable(what, "amount");
		}
		return new KaspiOrder(response.orderId(), (reference != null) ? reference : reference(response), status, amount,
				BigDecimal.ZERO, response.qrData(), paymentUrl(response.paymentUrl()), instant(response.createdAt()),
				instant(response.expiresAt()), instant(response.paidAt()));
	}

	private static @Nullable String reference(OrderResponse response) {
		return OrderRules.isReference(response.reference()) ? response.reference() : null;
	}

	private static KaspiServerException unusable(String what, String field) {
		return new KaspiServerException("Kaspi Pay's answer to '" + what + "' has no usable " + field, 200, null,
				RequestId.current(), null, null);
	}

	private @Nullable URI paymentUrl(@Nullable String value) {
		try {
			URI uri = (value != null) ? new URI(value) : null;
			return (uri != null && isPaymentUrl(uri)) ? uri : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private boolean isPaymentUrl(URI uri) {
		boolean scheme = "https".equalsIgnoreCase(uri.getScheme())
				|| (this.plainHttp && "http".equalsIgnoreCase(uri.getScheme()));
		return scheme && uri.getHost() != null && uri.getRawUserInfo() == null;
	}

	private static @Nullable Instant instant(@Nullable String value) {
		try {
			Instant instant = (value != null) ? Instant.parse(value) : null;
			return (instant != null && !instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) ? instant : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
