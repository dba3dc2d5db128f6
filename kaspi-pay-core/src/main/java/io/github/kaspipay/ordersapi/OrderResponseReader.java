/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

import io.github.kaspipay.http.JsonResponse;
import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.json.UnreadableJsonException;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads an order out of a response. What an order cannot do without must be there; of the
 * rest, what cannot be read is left out.
 */
final class OrderResponseReader {

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

	private final boolean plainHttp;

	private final SettingNames names;

	/**
	 * Creates the reader.
	 * @param baseUrl the API's base address: only where it is plain HTTP, to a loopback
	 * host, a payment page may be as well
	 * @param names how messages name the settings
	 */
	OrderResponseReader(URI baseUrl, SettingNames names) {
		this.names = names;
		this.plainHttp = "http".equalsIgnoreCase(baseUrl.getScheme());
	}

	KaspiOrder created(byte @Nullable [] content, KaspiOrderRequest request) {
		return toOrder("create order", JsonResponse.read(content, "create order", this.names), request.getReference(),
				request.getAmount());
	}

	KaspiOrder queried(byte @Nullable [] content, String orderId) {
		KaspiOrder order = toOrder("get order", JsonResponse.read(content, "get order", this.names), null, null);
		if (!order.orderId().equals(orderId)) {
			throw JsonResponse.unusable("get order", "orderId");
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
			Map<String, @Nullable Object> response = KaspiJson.readObject(content);
			return new RefundAnswer(KaspiJson.text(response.get("refundId")), status(response), amountOrNull(response));
		}
		catch (UnreadableJsonException ex) {
			return new RefundAnswer(null, null, null);
		}
	}

	private static @Nullable BigDecimal amountOrNull(Map<String, @Nullable Object> response) {
		try {
			return Amount.read(response.get("amount"));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable KaspiOrderStatus status(Map<String, @Nullable Object> response) {
		String status = KaspiJson.text(response.get("status"));
		try {
			return (status != null) ? new KaspiOrderStatus(status) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private KaspiOrder toOrder(String what, Map<String, @Nullable Object> response, @Nullable String reference,
			@Nullable BigDecimal requested) {
		String orderId = KaspiJson.text(response.get("orderId"));
		if (orderId == null || !OrderRules.isOrderId(orderId)) {
			throw JsonResponse.unusable(what, "orderId");
		}
		KaspiOrderStatus status = status(response);
		if (status == null) {
			throw JsonResponse.unusable(what, "status");
		}
		BigDecimal amount = (response.get("amount") != null) ? amountOrNull(response) : requested;
		if (amount == null) {
			throw JsonResponse.unusable(what, "amount");
		}
		return new KaspiOrder(orderId, (reference != null) ? reference : reference(response), status, amount,
				BigDecimal.ZERO, KaspiJson.text(response.get("qrData")), paymentUrl(response),
				instant(response.get("createdAt")), instant(response.get("expiresAt")),
				instant(response.get("paidAt")));
	}

	private static @Nullable String reference(Map<String, @Nullable Object> response) {
		String reference = KaspiJson.text(response.get("reference"));
		return OrderRules.isReference(reference) ? reference : null;
	}

	private @Nullable URI paymentUrl(Map<String, @Nullable Object> response) {
		String value = KaspiJson.text(response.get("paymentUrl"));
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

	private static @Nullable Instant instant(@Nullable Object value) {
		String text = KaspiJson.text(value);
		try {
			Instant instant = (text != null) ? Instant.parse(text) : null;
			return (instant != null && !instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) ? instant : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
