/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.kaspipay.json.StrictUtf8;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, read strictly: what a container would mend or choose
 * from is unreadable here. A name that cannot be read is no parameter's.
 */
final class QueryParameters {

	private final Map<String, Optional<String>> values = new HashMap<>();

	private final Set<String> repeated = new HashSet<>();

	/**
	 * Reads a query string.
	 * @param query the query string as it was sent, still encoded
	 */
	QueryParameters(String query) {
		for (String pair : query.split("&")) {
			int end = pair.indexOf('=');
			String name = decode((end >= 0) ? pair.substring(0, end) : pair);
			if (name != null) {
				Optional<String> value = Optional.ofNullable(decode((end >= 0) ? pair.substring(end + 1) : ""));
				if (this.values.put(name, value) != null) {
					this.repeated.add(name);
				}
			}
		}
	}

	/**
	 * Says whether there is such a parameter, readable or not.
	 */
	boolean has(String name) {
		return this.values.containsKey(name);
	}

	/**
	 * Returns a parameter's value.
	 * @return the value, or {@code null} if it is missing, repeated or not in UTF-8
	 */
	@Nullable String get(String name) {
		Optional<String> value = this.values.get(name);
		return (value != null && !this.repeated.contains(name)) ? value.orElse(null) : null;
	}

	private static @Nullable String decode(String encoded) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
		for (int i = 0; i < encoded.length(); i++) {
			char c = encoded.charAt(i);
			if (c == '%') {
				int octet = octet(encoded, i + 1);
				if (octet < 0) {
					return null;
				}
				bytes.write(octet);
				i += 2;
			}
			else if (c <= 0xff) {
				bytes.write((c == '+') ? ' ' : c);
			}
			else {
				bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
			}
		}
		try {
			return StrictUtf8.decode(bytes.toByteArray());
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private static int octet(String encoded, int start) {
		if (start + 2 > encoded.length()) {
			return -1;
		}
		int high = hexDigit(encoded.charAt(start));
		int low = hexDigit(encoded.charAt(start + 1));
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	/**
	 * {@link Character#digit} takes the digits of other scripts too.
	 */
	private static int hexDigit(char c) {
		return (c < 0x80) ? Character.digit(c, 16) : -1;
	}

}
