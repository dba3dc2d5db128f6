package io.github.kaspipay.webhook;

import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;

import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the content that was signed, by the rules of an answer of the API. The body's
 * {@code signature} member is not looked at: only the header counts. Thread-safe.
 */
final class WebhookReader {

	KaspiWebhookNotification read(byte[] content) throws UnreadableWebhookException {
		JsonNode notification = parse(content);
		String orderId = requiredText(notification, "orderId");
		if (!OrderRules.isOrderId(orderId)) {
			throw new UnreadableWebhookException("orderId must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
		}
		return new KaspiWebhookNotification(orderId, status(notification), reference(notification),
				amount(notification));
	}

	/**
	 * Leaves the cause out of its exceptions: the parser's messages may quote the body.
	 */
	private static JsonNode parse(byte[] content) throws UnreadableWebhookException {
		JsonNode node;
		try {
			node = KaspiJson.readTree(content);
		}
		catch (CharacterCodingException ex) {
			throw new UnreadableWebhookException("body is not UTF-8");
		}
		catch (JacksonException ex) {
			throw new UnreadableWebhookException("body is not strict JSON without repeated keys");
		}
		if (!node.isObject()) {
			throw new UnreadableWebhookException("body is not a JSON object");
		}
		return node;
	}

	private static String requiredText(JsonNode notification, String name) throws UnreadableWebhookException {
		String text = KaspiJson.text(notification.path(name));
		if (text == null) {
			throw new UnreadableWebhookException(name + " must be a text that is not blank");
		}
		return text;
	}

	private static KaspiOrderStatus status(JsonNode notification) throws UnreadableWebhookException {
		try {
			return new KaspiOrderStatus(requiredText(notification, "status"));
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableWebhookException(ex.getMessage());
		}
	}

	/**
	 * A reference that none of our orders can have is left out.
	 */
	private static @Nullable String reference(JsonNode notification) throws UnreadableWebhookException {
		JsonNode node = notification.path("reference");
		if (node.isMissingNode() || node.isNull()) {
			return null;
		}
		if (!node.isString() && !node.isNumber()) {
			throw new UnreadableWebhookException("reference must be a text");
		}
		String reference = KaspiJson.text(node);
		return OrderRules.isReference(reference) ? reference : null;
	}

	private static @Nullable BigDecimal amount(JsonNode notification) throws UnreadableWebhookException {
		try {
			return Amount.readOptional(notification.path("amount"));
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableWebhookException("amount " + ex.getMessage());
		}
	}

}
