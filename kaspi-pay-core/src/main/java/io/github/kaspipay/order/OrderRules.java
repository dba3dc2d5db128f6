/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What an order's values must look like before anything is sent, after the Kaspi Pay
 * contract. Internal: it may change in any release.
 */
public final class OrderRules {

	/**
	 * Largest amount that every JSON reader keeps to the tiyn.
	 */
	private static final BigDecimal MAX_AMOUNT = new BigDecimal("9999999999999.99");

	/**
	 * More zeros take minutes to strip.
	 */
	private static final int MAX_SCALE = 1000;

	private static final int MAX_METADATA = 20;

	private static final int MAX_METADATA_VALUE = 500;

	private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private OrderRules() {
	}

	/**
	 * Says whether this may be an order's id.
	 * @param orderId the id, or {@code null}
	 * @return whether it is 1 to 64 of {@code A-Z a-z 0-9 _ -}
	 */
	public static boolean isOrderId(@Nullable String orderId) {
		return orderId != null && ORDER_ID.matcher(orderId).matches();
	}

	/**
	 * Checks an order's id.
	 * @param orderId the id
	 * @throws IllegalArgumentException if it cannot be an order's id
	 */
	public static void requireOrderId(@Nullable String orderId) {
		if (!isOrderId(orderId)) {
			throw new IllegalArgumentException("orderId must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
		}
	}

	/**
	 * Checks an amount.
	 * @param amount the amount in ₸
	 * @throws IllegalArgumentException if it is not more than 0 with at most 2 decimals
	 */
	public static void requireAmount(@Nullable BigDecimal amount) {
		if (amount == null || amount.signum() <= 0) {
			throw new IllegalArgumentException("amount must be more than 0 ₸");
		}
		if (amount.compareTo(MAX_AMOUNT) > 0) {
			throw new IllegalArgumentException("amount must be at most 9999999999999.99 ₸");
		}
		if (amount.scale() > MAX_SCALE || amount.stripTrailingZeros().scale() > 2) {
			throw new IllegalArgumentException("amount must have at most 2 decimals");
		}
	}

	/**
	 * Says whether this may be the merchant's own id of an order.
	 * @param reference the reference, or {@code null}
	 * @return whether it is 1 to 64 visible characters
	 */
	public static boolean isReference(@Nullable String reference) {
		return reference != null && isVisibleText(reference, 64);
	}

	/**
	 * Says whether a text is there and can be seen.
	 * @param text the text
	 * @param max how many characters it may have
	 * @return whether it is 1 to {@code max} visible characters, none of them a space
	 */
	public static boolean isVisibleText(String text, int max) {
		return !text.isEmpty() && text.codePointCount(0, text.length()) <= max
				&& text.codePoints().allMatch(OrderRules::isVisible);
	}

	static void requireReference(String reference) {
		if (!isReference(reference)) {
			throw new IllegalArgumentException("reference must be 1 to 64 visible characters, without spaces");
		}
	}

	/**
	 * Checks what an order is to carry.
	 * @param metadata the pairs
	 * @throws IllegalArgumentException if there are more than 20, a key is not 1 to 64
	 * visible characters, or a value is longer than 500
	 */
	public static void requireMetadata(Map<String, String> metadata) {
		if (metadata.size() > MAX_METADATA) {
			throw new IllegalArgumentException("metadata must have at most " + MAX_METADATA + " pairs");
		}
		metadata.forEach((key, value) -> {
			if (!isReference(key)) {
				throw new IllegalArgumentException("metadata keys must be 1 to 64 visible characters, without spaces");
			}
			if (value == null || value.length() > MAX_METADATA_VALUE || value.indexOf('\0') >= 0) {
				throw new IllegalArgumentException("metadata '" + key + "' must have a value of at most "
						+ MAX_METADATA_VALUE + " characters, none of them NUL");
			}
		});
	}

	/**
	 * Checks an address that Kaspi Pay is to call or to send a customer to.
	 * @param name the name of the field, for the message
	 * @param uri the address
	 * @throws IllegalArgumentException if it is not absolute https, or http to a loopback
	 * host
	 */
	public static void requireHttps(String name, URI uri) {
		boolean https = "https".equalsIgnoreCase(uri.getScheme());
		boolean loopback = "http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost());
		if (uri.getHost() == null || !(https || loopback)) {
			throw new IllegalArgumentException(
					name + " must be an absolute https address (http only for a loopback host such as localhost)");
		}
	}

	/**
	 * Says whether a host is this machine, by its name or address.
	 * @param host the host, an IPv6 address in brackets, or {@code null}
	 * @return whether it is {@code localhost} or a loopback address
	 */
	public static boolean isLoopback(@Nullable String host) {
		return host != null
				&& (host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
	}

	static boolean isVisible(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
