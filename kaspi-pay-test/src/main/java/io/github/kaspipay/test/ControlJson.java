package io.github.kaspipay.test;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Orders and journals as other programs read them.
 */
final class ControlJson {

	private ControlJson() {
	}

	static Map<String, Object> ofOrder(SimulatedOrder order) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("orderId", order.orderId());
		json.put("reference", order.reference());
		json.put("status", order.status());
		json.put("amount", order.amount());
		json.put("refundedAmount", order.refundedAmount());
		putIfPresent(json, "description", order.description());
		putIfPresent(json, "callbackUrl", order.callbackUrl());
		putIfPresent(json, "returnUrl", order.returnUrl());
		json.put("qrData", order.qrData());
		json.put("paymentUrl", order.paymentUrl().toString());
		json.put("createdAt", order.createdAt().toString());
		json.put("expiresAt", order.expiresAt().toString());
		putIfPresent(json, "paidAt", order.paidAt());
		return json;
	}

	static Map<String, Object> ofQrPayment(SimulatedQrPayment payment) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("paymentId", payment.paymentId());
		json.put("form", payment.form().name().toLowerCase(Locale.ROOT));
		json.put("status", payment.status());
		json.put("open", payment.isOpen());
		json.put("amount", payment.amount());
		json.put("refundedAmount", payment.refundedAmount());
		json.put("tradePointId", payment.tradePointId());
		putIfPresent(json, "reference", payment.reference());
		putIfPresent(json, "phoneNumber", payment.phoneNumber());
		json.put("content", payment.content());
		json.put("createdAt", payment.createdAt().toString());
		json.put("expiresAt", payment.expiresAt().toString());
		putIfPresent(json, "paidAt", payment.paidAt());
		return json;
	}

	static Map<String, Object> ofQrReturn(SimulatedQrReturn each) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("returnId", each.returnId());
		json.put("status", each.status());
		json.put("tradePointId", each.tradePointId());
		json.put("content", each.content());
		json.put("createdAt", each.createdAt().toString());
		json.put("expiresAt", each.expiresAt().toString());
		return json;
	}

	static Map<String, Object> ofRequest(Journal.Entry<RecordedRequest> entry) {
		RecordedRequest request = entry.content();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("number", entry.number());
		json.put("time", request.time().toString());
		json.put("method", request.method());
		json.put("path", request.path());
		json.put("status", request.status());
		putIfPresent(json, "requestId", request.requestId());
		json.put("body", request.body());
		json.put("responseBody", request.responseBody());
		return json;
	}

	static Map<String, Object> ofWebhook(Journal.Entry<WebhookDelivery> entry) {
		WebhookDelivery webhook = entry.content();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("number", entry.number());
		json.put("time", webhook.time().toString());
		json.put("orderId", webhook.orderId());
		json.put("status", webhook.status());
		json.put("url", webhook.url().toString());
		json.put("attempt", webhook.attempt());
		if (webhook.httpStatus() != null) {
			json.put("httpStatus", webhook.httpStatus());
		}
		putIfPresent(json, "error", webhook.error());
		json.put("delivered", webhook.isDelivered());
		json.put("body", webhook.body());
		json.put("signature", webhook.signature());
		json.put("signatureValid", webhook.signatureValid());
		return json;
	}

	static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
		if (value != null) {
			json.put(name, value.toString());
		}
	}

}
