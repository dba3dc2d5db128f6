package io.github.kaspipay.json;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An amount as it is on the wire: a bare number in Kaspi Pay's answers and notifications,
 * an object with {@code value} and {@code currency} in requests. Both are read
 * everywhere.
 */
public final class Amount {

	private static final int MAX_DIGITS = 20;

	static final String TOO_MANY_DIGITS = "must have at most " + MAX_DIGITS + " digits before the point and "
			+ MAX_DIGITS + " after it";

	private Amount() {
	}

	/**
	 * Reads an amount.
	 * @param node a number, or an object of a number {@code value} and the
	 * {@code currency} {@code KZT}; read by {@link KaspiJson#mapper()}, which keeps
	 * numbers exact
	 * @return the amount in ₸, not negative, with at most 20 digits before and 20 after
	 * the point and no trailing zeros after it
	 * @throws IllegalArgumentException if it is anything else; the message never quotes
	 * the value
	 */
	public static BigDecimal read(JsonNode node) {
		if (!node.isObject()) {
			return number(node);
		}
		JsonNode currency = node.path("currency");
		if (!currency.isString() || !currency.stringValue().equals("KZT")) {
			throw new IllegalArgumentException("currency must be KZT");
		}
		return number(node.path("value"));
	}

	/**
	 * Reads an amount that may be left out.
	 * @param node as for {@link #read(JsonNode)}, or missing, or {@code null}
	 * @return the amount, or {@code null} if there is none
	 * @throws IllegalArgumentException if it is anything else; the message never quotes
	 * the value
	 */
	public static @Nullable BigDecimal readOptional(JsonNode node) {
		return (node.isMissingNode() || node.isNull()) ? null : read(node);
	}

	private static BigDecimal number(JsonNode node) {
		if (!node.isNumber()) {
			throw new IllegalArgumentException("must be a number");
		}
		BigDecimal amount = node.decimalValue();
		if (amount.signum() < 0) {
			throw new IllegalArgumentException("must not be negative");
		}
		return plain(amount);
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
