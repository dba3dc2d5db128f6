/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
			String[] parts = text.split("#", 2)[0].split("\\?", 2);
			return Arrays.stream((parts.length > 1) ? parts[1].split("&") : new String[0])
				.map((parameter) -> parameter.split("=", 2))
				.filter((parameter) -> parameter.length > 1 && !parameter[0].equals("service_id"))
				.map((parameter) -> decoded(parameter[1]))
				.filter((account) -> !account.isBlank())
				.findFirst();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Decodes what stands in an address, where a plus is a plus.
	 */
	private static String decoded(String value) {
		return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

}
