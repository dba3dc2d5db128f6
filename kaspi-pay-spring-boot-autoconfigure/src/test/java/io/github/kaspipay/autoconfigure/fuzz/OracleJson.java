/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * ECMAScript's {@code JSON}, written plainly after its specification and for tests only:
 * slow where that is simpler.
 */
final class OracleJson {

	static final Object NULL = new Object();

	private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

	private final String text;

	private final Matcher numbers;

	private int at;

	private boolean repeatsKeys;

	private boolean reordered;

	private int depth;

	private int arithmetic;

	private int longestNumber;

	private int longestName;

	private boolean hugeExponent;

	private @Nullable Object root;

	private OracleJson(String text) {
		this.text = text;
		this.numbers = NUMBER.matcher(text);
	}

	/**
	 * Parses a text.
	 * @return the value, or {@code null} if {@code JSON.parse} throws
	 */
	static @Nullable OracleJson parse(String text) {
		OracleJson json = new OracleJson(text);
		try {
			json.root = json.value(0);
			json.space();
			return (json.at == text.length()) ? json : null;
		}
		catch (SyntaxException | StackOverflowError ex) {
			return null;
		}
	}

	boolean repeatsKeys() {
		return this.repeatsKeys;
	}

	/**
	 * Says whether an object lists its members in another order than the text.
	 */
	boolean isReordered() {
		return this.reordered;
	}

	int depth() {
		return this.depth;
	}

	/**
	 * Counts the numbers that are not short and plain.
	 */
	int arithmetic() {
		return this.arithmetic;
	}

	int longestNumber() {
		return this.longestNumber;
	}

	/**
	 * Says whether a number has an exponent that few readers keep.
	 */
	boolean hasHugeExponent() {
		return this.hugeExponent;
	}

	int longestName() {
		return this.longestName;
	}

	/**
	 * Returns a member of the outermost object, or {@code null} if there is none.
	 */
	@Nullable Object member(String name) {
		return (this.root instanceof Map<?, ?> members) ? members.get(name) : null;
	}

	String stringify() {
		StringBuilder out = new StringBuilder();
		write(this.root, out);
		return out.toString();
	}

	private Object value(int depth) {
		this.depth = Math.max(this.depth, depth);
		space();
		return switch (peek()) {
			case '{' -> object(depth + 1);
			case '[' -> array(depth + 1);
			case '"' -> string();
			case 't' -> literal("true", Boolean.TRUE);
			case 'f' -> literal("false", Boolean.FALSE);
			case 'n' -> literal("null", NULL);
			default -> number();
		};
	}

	private Object literal(String word, Object value) {
		if (!this.text.startsWith(word, this.at)) {
			throw new SyntaxException();
		}
		this.at += word.length();
		return value;
	}

	private Number number() {
		if (!this.numbers.region(this.at, this.text.length()).lookingAt()) {
			throw new SyntaxException();
		}
		String literal = this.numbers.group();
		this.at += literal.length();
		this.longestNumber = Math.max(this.longestNumber, literal.length());
		this.hugeExponent |= literal.matches(".*[eE][+-]?[0-9]{9,}");
		if (literal.length() > 15 || literal.toLowerCase(Locale.ROOT).indexOf('e') >= 0
				|| literal.matches("-?0\\.00000.*")) {
			this.arithmetic++;
		}
		return new Number(literal);
	}

	private Map<String, Object> object(int depth) {
		Map<String, Object> named = new LinkedHashMap<>();
		TreeMap<Long, String> indexes = new TreeMap<>();
		List<String> order = new ArrayList<>();
		this.at++;
		space();
		while (peek() != '}') {
			String name = name();
			Object value = value(depth);
			space();
			if (named.put(name, value) != null) {
				this.repeatsKeys = true;
			}
			else {
				order.add(name);
			}
			if (name.matches("0|[1-9][0-9]{0,9}") && Long.parseLong(name) <= 4294967294L) {
				indexes.put(Long.parseLong(name), name);
			}
			if (peek() != '}') {
				expect(',');
				space();
				require('"');
			}
		}
		this.at++;
		Map<String, Object> members = new LinkedHashMap<>();
		indexes.values().forEach((name) -> members.put(name, named.get(name)));
		named.forEach(members::putIfAbsent);
		this.reordered |= !List.copyOf(members.keySet()).equals(order);
		this.depth = Math.max(this.depth, depth);
		return members;
	}

	private String name() {
		require('"');
		String name = string();
		this.longestName = Math.max(this.longestName, name.length());
		space();
		expect(':');
		return name;
	}

	private List<Object> array(int depth) {
		List<Object> values = new ArrayList<>();
		this.depth = Math.max(this.depth, depth);
		this.at++;
		space();
		if (peek() == ']') {
			this.at++;
			return values;
		}
		while (true) {
			values.add(value(depth));
			space();
			if (peek() == ']') {
				this.at++;
				return values;
			}
			expect(',');
		}
	}

	private String string() {
		StringBuilder string = new StringBuilder();
		this.at++;
		while (peek() != '"') {
			char c = this.text.charAt(this.at++);
			if (c < ' ') {
				throw new SyntaxException();
			}
			string.append((c == '\\') ? escaped() : c);
		}
		this.at++;
		return string.toString();
	}

	private char escaped() {
		char c = peek();
		this.at++;
		int known = "\"\\/bfnrt".indexOf(c);
		if (known >= 0) {
			return "\"\\/\b\f\n\r\t".charAt(known);
		}
		if (c != 'u' || this.at + 4 > this.text.length()
				|| !this.text.substring(this.at, this.at + 4).matches("[0-9a-fA-F]{4}")) {
			throw new SyntaxException();
		}
		this.at += 4;
		return (char) Integer.parseInt(this.text.substring(this.at - 4, this.at), 16);
	}

	private char peek() {
		if (this.at >= this.text.length()) {
			throw new SyntaxException();
		}
		return this.text.charAt(this.at);
	}

	private void require(char c) {
		if (peek() != c) {
			throw new SyntaxException();
		}
	}

	private void expect(char c) {
		require(c);
		this.at++;
	}

	private void space() {
		while (this.at < this.text.length() && " \t\r\n".indexOf(this.text.charAt(this.at)) >= 0) {
			this.at++;
		}
	}

	private static void write(@Nullable Object value, StringBuilder out) {
		if (value instanceof Map<?, ?> members) {
			String separator = "{";
			for (Map.Entry<?, ?> member : members.entrySet()) {
				out.append(separator);
				quote((String) member.getKey(), out);
				out.append(':');
				write(member.getValue(), out);
				separator = ",";
			}
			out.append(members.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof List<?> values) {
			String separator = "[";
			for (Object element : values) {
				out.append(separator);
				write(element, out);
				separator = ",";
			}
			out.append(values.isEmpty() ? "[]" : "]");
		}
		else if (value instanceof String string) {
			quote(string, out);
		}
		else if (value instanceof Number number) {
			out.append(shortest(Double.parseDouble(number.literal())));
		}
		else {
			out.append((value == NULL) ? "null" : value);
		}
	}

	private static void quote(String string, StringBuilder out) {
		out.append('"');
		string.codePoints().forEach((c) -> {
			int known = "\"\\\b\f\n\r\t".indexOf(c);
			if (known >= 0) {
				out.append('\\').append("\"\\bfnrt".charAt(known));
			}
			else if (c < ' ' || (c >= 0xd800 && c <= 0xdfff)) {
				out.append(String.format(Locale.ROOT, "\\u%04x", c));
			}
			else {
				out.appendCodePoint(c);
			}
		});
		out.append('"');
	}

	/**
	 * Tries ever more digits until one of the nearest decimals is the same double.
	 */
	private static String shortest(double number) {
		if (Double.isInfinite(number)) {
			return "null";
		}
		if (number == 0) {
			return "0";
		}
		BigDecimal exact = new BigDecimal(Math.abs(number));
		BigDecimal found = null;
		for (int digits = 1; found == null; digits++) {
			for (RoundingMode rounding : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)) {
				BigDecimal rounded = exact.round(new MathContext(digits, rounding));
				if (found == null && rounded.doubleValue() == Math.abs(number)) {
					found = rounded.stripTrailingZeros();
				}
			}
		}
		return ((number < 0) ? "-" : "") + layOut(found.unscaledValue().toString(), found.precision() - found.scale());
	}

	private static String layOut(String digits, int point) {
		int count = digits.length();
		if (count <= point && point <= 21) {
			return digits + "0".repeat(point - count);
		}
		if (0 < point && point <= 21) {
			return digits.substring(0, point) + "." + digits.substring(point);
		}
		if (-6 < point && point <= 0) {
			return "0." + "0".repeat(-point) + digits;
		}
		int exponent = point - 1;
		return digits.charAt(0) + ((count == 1) ? "" : "." + digits.substring(1)) + "e" + ((exponent < 0) ? "-" : "+")
				+ Math.abs(exponent);
	}

	/**
	 * A number as it was written.
	 */
	record Number(String literal) {

	}

	private static final class SyntaxException extends RuntimeException {

		SyntaxException() {
			super(null, null, false, false);
		}

	}

}
