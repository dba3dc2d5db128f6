/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An amount as it is on the wire: a bare number in Kaspi Pay's answers and notifications,
 * an object with {@code value} and {@code currency} in requests. Both are read
 * everywhere. Internal: it may change in any release.
 */
public final class Amount {

	private static final String CURRENCY = "KZT";

	private static final int MAX_DIGITS = 20;

	private static final String TOO_MANY_DIGITS = "must have at most " + MAX_DIGITS + " digits before the point and "
			+ MAX_DIGITS + " after it";

	private Amount() {
	}

	/**
	 * Reads an amount.
	 * @param value a number, or an object of a number {@code value} and the
	 * {@code currency} {@code KZT}, as {@link KaspiJson} reads them; or {@code null}
	 * @return the amount in ₸, not negative, with at most 20 digits before and 20 after
	 * the point and no trailing zeros after it; {@code null} for {@code null}
	 * @throws IllegalArgumentException if it is anything else; the message never quotes
	 * the value
	 */
	public static @Nullable BigDecimal read(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (!(value instanceof Map<?, ?> members)) {
			return number(value);
		}
		if (!CURRENCY.equals(members.get("currency"))) {
			throw new IllegalArgumentException("currency must be KZT");
		}
		return number(members.get("value"));
	}

	private static BigDecimal number(@Nullable Object value) {
		if (!(value instanceof BigDecimal amount)) {
			throw new IllegalArgumentException("must be a number");
		}
		if (amount.signum() < 0) {
			throw new IllegalArgumentException("must not be negative");
		}
		return plain(amount);
	}

	/**
	 * Gives an amount the shape it has in requests.
	 * @param amount the amount in ₸
	 * @return the object to {@linkplain KaspiJson#write write}
	 */
	public static Map<String, Object> toObject(BigDecimal amount) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("value", amount);
		members.put("currency", CURRENCY);
		return members;
	}

	/**
	 * Takes the exponent and the trailing zeros from a number. Its digits are counted
	 * first, for {@code 1e999999999} would fill the memory with zeros.
	 */
	static BigDecimal plain(BigDecimal number) {
		if (number.signum() == 0) {
			return BigDecimal.ZERO;
		}
		if ((long) number.precision() - number.scale() > MAX_DIGITS) {
			throw new IllegalArgumentException(TOO_MANY_DIGITS);
		}
		BigDecimal stripped = number.stripTrailingZeros();
		if (stripped.scale() > MAX_DIGITS) {
			throw new IllegalArgumentException(TOO_MANY_DIGITS);
		}
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

}
