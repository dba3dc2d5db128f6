/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.json.UnreadableJsonException;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content that was signed, by the rules of an answer of the API. The body's
 * {@code signature} member is not looked at: only the header counts. Thread-safe.
 */
final class WebhookReader {

	private static final Set<String> MEMBERS = Set.of("orderId", "status", "reference", "amount");

	KaspiWebhookNotification read(byte[] content) throws UnreadableWebhookException {
		Map<String, @Nullable Object> notification = parse(content);
		String orderId = requiredText(notification, "orderId");
		if (!OrderRules.isOrderId(orderId)) {
			throw new UnreadableWebhookException("orderId must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
		}
		return new KaspiWebhookNotification(orderId, status(notification), reference(notification),
				amount(notification));
	}

	private static Map<String, @Nullable Object> parse(byte[] content) throws UnreadableWebhookException {
		try {
			return KaspiJson.readMembers(content, MEMBERS);
		}
		catch (UnreadableJsonException ex) {
			throw new UnreadableWebhookException("body " + ex.getMessage());
		}
	}

	private static String requiredText(Map<String, @Nullable Object> notification, String name)
			throws UnreadableWebhookException {
		String text = KaspiJson.text(notification.get(name));
		if (text == null) {
			throw new UnreadableWebhookException(name + " must be a text that is not blank");
		}
		return text;
	}

	private static KaspiOrderStatus status(Map<String, @Nullable Object> notification)
			throws UnreadableWebhookException {
		try {
			return new KaspiOrderStatus(requiredText(notification, "status"));
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableWebhookException(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * A reference that none of our orders can have is left out.
	 */
	private static @Nullable String reference(Map<String, @Nullable Object> notification)
			throws UnreadableWebhookException {
		Object value = notification.get("reference");
		String reference = KaspiJson.text(value);
		if (reference == null && value != null && !(value instanceof String)) {
			throw new UnreadableWebhookException("reference must be a text");
		}
		return OrderRules.isReference(reference) ? reference : null;
	}

	private static @Nullable BigDecimal amount(Map<String, @Nullable Object> notification)
			throws UnreadableWebhookException {
		try {
			return Amount.read(notification.get("amount"));
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableWebhookException("amount " + ex.getMessage());
		}
	}

}
