package io.github.kaspipay.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The account in a payment link, which is also the text of its QR code:
 * {@code https://kaspi.kz/pay/{service}?service_id=…&{number}={account}}. Nobody opens
 * the link.
 */
final class PaymentLinkText {

	private PaymentLinkText() {
	}

	/**
	 * Returns the account that a link names.
	 * @param text any text
	 * @return the account, or nothing if it is no payment link
	 */
	static Optional<String> account(String text) {
		String lowerCase = text.toLowerCase(Locale.ROOT);
		if (!lowerCase.startsWith("https://") && !lowerCase.startsWith("http://")) {
			return Optional.empty();
		}
		try {
			return UriComponentsBuilder.fromUriString(text)
				.build()
				.getQueryParams()
				.entrySet()
				.stream()
				.filter((parameter) -> !parameter.getKey().equals("service_id"))
				.map(Map.Entry::getValue)
				.map(PaymentLinkText::decoded)
				.filter((account) -> !account.isBlank())
				.findFirst();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static String decoded(List<String> values) {
		String value = values.get(0);
		return (value != null) ? UriUtils.decode(value, StandardCharsets.UTF_8) : "";
	}

}
