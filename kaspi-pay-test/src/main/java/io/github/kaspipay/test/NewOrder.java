package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * A request to create an order, checked.
 *
 * @param reference the merchant's own id of the order
 * @param amount the amount in KZT
 * @param description what the customer reads, or {@code null}
 * @param callbackUrl where webhooks go, or {@code null}
 * @param returnUrl where the customer goes after the payment, or {@code null}
 */
record NewOrder(String reference, BigDecimal amount, @Nullable String description, @Nullable URI callbackUrl,
		@Nullable URI returnUrl) {

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.+\\.localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

	static NewOrder read(JsonNode request, String merchantId) {
		if (!merchantId.equals(WireJson.requiredText(request, "merchant"))) {
			throw new ApiException(403, "MERCHANT_MISMATCH", "merchant is not the one that the token was issued to");
		}
		BigDecimal amount = Money.read(request);
		String reference = WireJson.requiredText(request, "reference");
		String description = WireJson.optionalText(request, "description");
		WireJson.optionalText(request, "language");
		URI callbackUrl = optionalAddress(request, "callback_url");
		if (callbackUrl != null && !isHttps(callbackUrl) && !isLoopback(callbackUrl)) {
			throw ApiException.invalid("callback_url must be https");
		}
		return new NewOrder(reference, amount, description, callbackUrl, optionalAddress(request, "return_url"));
	}

	static boolean isLoopback(URI address) {
		return LOOPBACK.matcher(address.getHost()).matches();
	}

	static @Nullable URI optionalAddress(JsonNode request, String name) {
		String text = WireJson.optionalText(request, name);
		if (text == null) {
			return null;
		}
		try {
			URI address = new URI(text);
			if (address.getHost() != null && (isHttps(address) || "http".equalsIgnoreCase(address.getScheme()))) {
				return address;
			}
		}
		catch (URISyntaxException ex) {
			// refused below, like any other text that is not a web address
		}
		throw ApiException.invalid(name + " must be a web address");
	}

	private static boolean isHttps(URI address) {
		return "https".equalsIgnoreCase(address.getScheme());
	}

}
