/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * ECMAScript's {@code JSON.stringify(JSON.parse(text))}, byte for byte: what Kaspi Pay's
 * own example of a receiver computes a notification's signature over.
 * <p>
 * The form is needed before a signature can be checked, so anybody can ask for it. What a
 * body may cost beyond being read and written is therefore bounded by its length.
 * Internal: it may change in any release.
 */
public final class JsonStringify {

	private static final long MAX_ARRAY_INDEX = 4294967294L;

	/**
	 * What a body may spend in addition to its length.
	 */
	private static final int BASIC_BUDGET = 16 * 1024;

	/**
	 * Cost of a value, and what a member of an object and a number that takes arithmetic
	 * cost besides.
	 */
	private static final int VALUE_COST = 8;

	private static final int MEMBER_COST = 24;

	private static final int NUMBER_COST = 480;

	/**
	 * Digits that come later do not add to a number's cost.
	 */
	private static final int SIGNIFICANT_LENGTH = 1024;

	/**
	 * Characters that are moved at the cost of one unit.
	 */
	private static final int MOVED_PER_UNIT = 16;

	/**
	 * Reads bytes that nobody has vouched for yet, so names are not kept in a shared
	 * table. The nesting bounds the recursion below.
	 */
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(500)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.build())
		.build();

	private final JsonParser parser;

	private final StringBuilder out;

	private int budget;

	private JsonStringify(JsonParser parser, int length) {
		this.parser = parser;
		this.out = new StringBuilder(length);
		this.budget = BASIC_BUDGET + length;
	}

	/**
	 * Parses and writes again.
	 * @param json any bytes
	 * @return the text {@code JSON.stringify} makes of them, in UTF-8, or {@code null} if
	 * they are not one JSON value in UTF-8, repeat a key within an object, nest deeper
	 * than 500 levels, or cost too much: more than some 500 members and one for each 32
	 * bytes, more than some 2,000 values and one for each 8 bytes, more than some 30
	 * numbers and one for each 512 bytes that have an exponent or more than 15 digits, or
	 * nested objects whose members are to be sorted again and again
	 */
	public static byte @Nullable [] apply(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), StrictUtf8.decode(json))) {
			JsonStringify stringify = new JsonStringify(parser, json.length);
			if (parser.nextToken() == null) {
				return null;
			}
			stringify.value();
			return (parser.nextToken() == null) ? stringify.out.toString().getBytes(StandardCharsets.UTF_8) : null;
		}
		catch (CharacterCodingException | JacksonException | OverBudgetException ex) {
			return null;
		}
	}

	private void value() {
		spend(VALUE_COST);
		switch (this.parser.currentToken()) {
			case START_OBJECT -> object();
			case START_ARRAY -> array();
			case VALUE_STRING -> string(this.parser.getString());
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(this.parser.getString());
			default -> this.out.append(this.parser.getString());
		}
	}

	private void object() {
		this.out.append('{');
		int start = this.out.length();
		List<IndexedMember> indexed = new ArrayList<>();
		boolean sorted = true;
		long last = -1;
		for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
			spend(MEMBER_COST);
			int member = this.out.length();
			string(name);
			this.out.append(':');
			this.parser.nextToken();
			value();
			this.out.append(',');
			long index = arrayIndex(name);
			if (index >= 0) {
				indexed.add(new IndexedMember(index, member - start, this.out.length() - start));
				sorted &= index > last;
			}
			last = (index >= 0) ? index : Long.MAX_VALUE;
		}
		if (!sorted) {
			moveToFront(start, indexed);
		}
		close('}');
	}

	private void moveToFront(int start, List<IndexedMember> indexed) {
		spend(1 + (this.out.length() - start) / MOVED_PER_UNIT);
		String members = this.out.substring(start);
		this.out.setLength(start);
		List<IndexedMember> sorted = new ArrayList<>(indexed);
		sorted.sort(Comparator.comparingLong(IndexedMember::index));
		for (IndexedMember member : sorted) {
			this.out.append(members, member.start(), member.end());
		}
		int rest = 0;
		for (IndexedMember member : indexed) {
			this.out.append(members, rest, member.start());
			rest = member.end();
		}
		this.out.append(members, rest, members.length());
	}

	private void array() {
		this.out.append('[');
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			value();
			this.out.append(',');
		}
		close(']');
	}

	private void close(char bracket) {
		int last = this.out.length() - 1;
		if (this.out.charAt(last) == ',') {
			this.out.setLength(last);
		}
		this.out.append(bracket);
	}

	/**
	 * Returns the number a name stands for if ECMAScript lists it as an array index,
	 * before all other names and in ascending order, or -1.
	 */
	private static long arrayIndex(String name) {
		if (name.isEmpty() || name.length() > 10 || (name.charAt(0) == '0' && name.length() > 1)
				|| !name.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return -1;
		}
		long index = Long.parseLong(name);
		return (index <= MAX_ARRAY_INDEX) ? index : -1;
	}

	private void number(String literal) {
		String shortest = EcmaScriptNumber.shortenPlain(literal);
		if (shortest == null) {
			spend(NUMBER_COST + 2 * Math.min(literal.length(), SIGNIFICANT_LENGTH));
			double number = Double.parseDouble(literal);
			shortest = Double.isInfinite(number) ? "null" : EcmaScriptNumber.format(number);
		}
		this.out.append(shortest);
	}

	private void spend(int cost) {
		this.budget -= cost;
		if (this.budget < 0) {
			throw new OverBudgetException();
		}
	}

	private void string(String text) {
		this.out.append('"');
		int written = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c == '"' || c == '\\' || isLoneSurrogate(text, i)) {
				this.out.append(text, written, i);
				escape(c);
				written = i + 1;
			}
		}
		this.out.append(text, written, text.length()).append('"');
	}

	private void escape(char c) {
		switch (c) {
			case '"' -> this.out.append("\\\"");
			case '\\' -> this.out.append("\\\\");
			case '\b' -> this.out.append("\\b");
			case '\t' -> this.out.append("\\t");
			case '\n' -> this.out.append("\\n");
			case '\f' -> this.out.append("\\f");
			case '\r' -> this.out.append("\\r");
			default -> this.out.append("\\u").append(HexFormat.of().toHexDigits(c));
		}
	}

	private static boolean isLoneSurrogate(String text, int i) {
		char c = text.charAt(i);
		if (Character.isHighSurrogate(c)) {
			return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
		}
		return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
	}

	/**
	 * A member whose name is an array index, and where its object has it.
	 */
	private record IndexedMember(long index, int start, int end) {

	}

	/**
	 * The body costs more than a body may.
	 */
	private static final class OverBudgetException extends RuntimeException {

		OverBudgetException() {
			super(null, null, false, false);
		}

	}

}
