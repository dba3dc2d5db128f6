/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * ECMAScript's {@code Number::toString}: the fewest digits that read back as the same
 * double and, among those, the ones closest to it.
 */
final class EcmaScriptNumber {

	/**
	 * In a double's normal range no two decimals of up to this many digits are the same
	 * double.
	 */
	private static final int DISTINCT_DIGITS = 15;

	/**
	 * As many digits as any double needs.
	 */
	private static final int SUFFICIENT_DIGITS = 17;

	private static final double EXACT_INTEGERS = 0x1p53;

	/**
	 * What a number begins with that is too small to be written without an exponent.
	 */
	private static final String EXPONENT_NEEDED = "0.000000";

	private EcmaScriptNumber() {
	}

	/**
	 * Takes the needless zeros from a number that is short and has no exponent: the rest
	 * is its shortest form.
	 * @param literal a number in JSON
	 * @return its text in ECMAScript, or {@code null} where that takes arithmetic
	 */
	static @Nullable String shortenPlain(String literal) {
		int end = literal.length();
		if (literal.indexOf('.') >= 0) {
			while (literal.charAt(end - 1) == '0') {
				end--;
			}
			if (literal.charAt(end - 1) == '.') {
				end--;
			}
		}
		int start = (literal.charAt(0) == '-') ? 1 : 0;
		if (end - start == 1 && literal.charAt(start) == '0') {
			return "0";
		}
		if (end - start > DISTINCT_DIGITS || literal.startsWith(EXPONENT_NEEDED, start) || literal.indexOf('e') >= 0
				|| literal.indexOf('E') >= 0) {
			return null;
		}
		return literal.substring(0, end);
	}

	static String format(double number) {
		if (Math.abs(number) < EXACT_INTEGERS && number == (long) number) {
			return Long.toString((long) number);
		}
		String text = layOut(shortest(Math.abs(number)));
		return (number < 0) ? "-" + text : text;
	}

	/**
	 * Finds the digits. {@link Double#toString(double)} reads back as the same double but
	 * has needless digits now and then before Java 19 (JDK-4511638), so it is believed
	 * only where it is short enough for no other short decimal to be the same double.
	 */
	private static BigDecimal shortest(double number) {
		BigDecimal candidate = new BigDecimal(Double.toString(number)).stripTrailingZeros();
		if (candidate.precision() <= DISTINCT_DIGITS && number >= Double.MIN_NORMAL) {
			return candidate;
		}
		BigDecimal exact = abridge(new BigDecimal(number));
		BigDecimal best = candidate;
		int digits = Math.min(candidate.precision(), SUFFICIENT_DIGITS);
		while (digits > 0) {
			BigDecimal rounded = round(exact, digits, number);
			if (rounded == null) {
				break;
			}
			best = rounded.stripTrailingZeros();
			digits = best.precision() - 1;
		}
		return best;
	}

	/**
	 * Cuts a double's exact value, of up to 767 digits, to a few that round the same way.
	 */
	private static BigDecimal abridge(BigDecimal exact) {
		BigDecimal cut = exact.round(new MathContext(SUFFICIENT_DIGITS + 3, RoundingMode.DOWN));
		return (cut.compareTo(exact) == 0) ? exact : cut.add(BigDecimal.valueOf(1, cut.scale() + 1));
	}

	/**
	 * Rounds to the nearest decimal of so many digits that reads back as the number. It
	 * need not be the nearest of all: below a power of two doubles are denser than above.
	 */
	private static @Nullable BigDecimal round(BigDecimal exact, int digits, double number) {
		BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
		if (nearest.doubleValue() == number) {
			return nearest;
		}
		RoundingMode away = (nearest.compareTo(exact) > 0) ? RoundingMode.DOWN : RoundingMode.UP;
		BigDecimal other = exact.round(new MathContext(digits, away));
		return (other.doubleValue() == number) ? other : null;
	}

	/**
	 * Places the point or the exponent, as in the steps of {@code Number::toString}.
	 */
	private static String layOut(BigDecimal number) {
		String digits = number.unscaledValue().toString();
		int count = digits.length();
		int point = count - number.scale();
		if (point > 21 || point < -5) {
			int exponent = point - 1;
			String fraction = (count > 1) ? "." + digits.substring(1) : "";
			return digits.charAt(0) + fraction + "e" + ((exponent < 0) ? "" : "+") + exponent;
		}
		if (point <= 0) {
			return "0." + "0".repeat(-point) + digits;
		}
		if (point >= count) {
			return digits + "0".repeat(point - count);
		}
		return digits.substring(0, point) + "." + digits.substring(point);
	}

}
