package io.github.kaspipay.test;

import java.util.LinkedHashMap;
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
