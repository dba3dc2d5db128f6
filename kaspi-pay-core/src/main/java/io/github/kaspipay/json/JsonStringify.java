package io.github.kaspipay.json;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

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
 */
public final class JsonStringify {

	private static final long MAX_ARRAY_INDEX = 4294967294L;

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

	private JsonStringify(JsonParser parser, int length) {
		this.parser = parser;
		this.out = new StringBuilder(length);
	}

	/**
	 * Parses and writes again.
	 * @param json any bytes
	 * @return the text {@code JSON.stringify} makes of them, in UTF-8, or {@code null} if
	 * they are not one JSON value in UTF-8, repeat a key within an object or nest deeper
	 * than 500 levels
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
		catch (CharacterCodingException | JacksonException ex) {
			return null;
		}
	}

	private void value() {
		switch (this.parser.currentToken()) {
			case START_OBJECT -> object();
			case START_ARRAY -> array();
			case VALUE_STRING -> string(this.parser.getString());
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(Double.parseDouble(this.parser.getString()));
			default -> this.out.append(this.parser.getString());
		}
	}

	private void object() {
		this.out.append('{');
		int start = this.out.length();
		SortedMap<Long, String> indexed = new TreeMap<>();
		for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
			int member = this.out.length();
			string(name);
			this.out.append(':');
			this.parser.nextToken();
			value();
			this.out.append(',');
			long index = arrayIndex(name);
			if (index >= 0) {
				indexed.put(index, this.out.substring(member));
				this.out.setLength(member);
			}
		}
		this.out.insert(start, String.join("", indexed.values()));
		close('}');
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

	private void number(double number) {
		this.out.append(Double.isInfinite(number) ? "null" : EcmaScriptNumber.format(number));
	}

	private void string(String text) {
		this.out.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"' -> this.out.append("\\\"");
				case '\\' -> this.out.append("\\\\");
				case '\b' -> this.out.append("\\b");
				case '\t' -> this.out.append("\\t");
				case '\n' -> this.out.append("\\n");
				case '\f' -> this.out.append("\\f");
				case '\r' -> this.out.append("\\r");
				default -> {
					if (c < ' ' || isLoneSurrogate(text, i)) {
						this.out.append("\\u").append(HexFormat.of().toHexDigits(c));
					}
					else {
						this.out.append(c);
					}
				}
			}
		}
		this.out.append('"');
	}

	private static boolean isLoneSurrogate(String text, int i) {
		char c = text.charAt(i);
		if (Character.isHighSurrogate(c)) {
			return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
		}
		return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
	}

}
