/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes the wire's JSON. It takes nothing from the application's Jackson: not
 * its settings, not its version.
 * <p>
 * Objects are a {@link Map}, arrays a {@link List}, strings a {@link String}, numbers an
 * exact {@link BigDecimal}, {@code true} and {@code false} a {@link Boolean}. Internal:
 * it may change in any release.
 */
public final class KaspiJson {

	/**
	 * The nesting bounds the recursion below.
	 */
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(500).maxNumberLength(1000).build())
		.build();

	private static final char BYTE_ORDER_MARK = '\ufeff';

	private KaspiJson() {
	}

	/**
	 * Reads an object from bytes, after a byte order mark if there is one.
	 * @param json the bytes
	 * @return its members
	 * @throws UnreadableJsonException if they are not UTF-8, or not one JSON object, or
	 * repeat a key, nest deeper than 500 levels, or have a number of more than 1000
	 * digits
	 */
	public static Map<String, @Nullable Object> readObject(byte[] json) throws UnreadableJsonException {
		return readObject(decode(json), null);
	}

	/**
	 * Reads some members of an object. The others are checked, and left out.
	 * @param json the bytes
	 * @param names the names of these members
	 * @return those that there are
	 * @throws UnreadableJsonException as for {@link #readObject(byte[])}
	 */
	public static Map<String, @Nullable Object> readMembers(byte[] json, Set<String> names)
			throws UnreadableJsonException {
		return readObject(decode(json), names);
	}

	private static String decode(byte[] json) throws UnreadableJsonException {
		try {
			String text = StrictUtf8.decode(json);
			return (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw new UnreadableJsonException("is not UTF-8");
		}
	}

	/**
	 * Reads an object from text.
	 * @param json the text
	 * @return its members
	 * @throws UnreadableJsonException as for {@link #readObject(byte[])}
	 */
	public static Map<String, @Nullable Object> readObject(String json) throws UnreadableJsonException {
		return readObject(json, null);
	}

	private static Map<String, @Nullable Object> readObject(String json, @Nullable Set<String> names)
			throws UnreadableJsonException {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new UnreadableJsonException("is not a JSON object");
			}
			Map<String, @Nullable Object> members = object(parser, names);
			if (parser.nextToken() == null) {
				return members;
			}
		}
		catch (JacksonException | NumberFormatException ex) {
			// A number format is Jackson's own, for an exponent beyond an int. Both may
			// quote the text
		}
		throw new UnreadableJsonException("is not strict JSON without repeated keys");
	}

	/**
	 * Leaves texts that nobody asks for to the parser, which checks them without making
	 * strings of them. Numbers are checked only when they are read.
	 */
	private static Map<String, @Nullable Object> object(JsonParser parser, @Nullable Set<String> names) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken token = parser.nextToken();
			if (names == null || names.contains(name)) {
				members.put(name, value(parser));
			}
			else if (token != JsonToken.VALUE_STRING) {
				value(parser);
			}
		}
		return members;
	}

	private static List<@Nullable Object> array(JsonParser parser) {
		List<@Nullable Object> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(value(parser));
		}
		return elements;
	}

	private static @Nullable Object value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> object(parser, null);
			case START_ARRAY -> array(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
			case VALUE_NULL -> null;
			default -> parser.getBooleanValue();
		};
	}

	/**
	 * Reads a text. Ids are taken as numbers too.
	 * @param value what an object has under a name
	 * @return the text of a string or a number, or {@code null} if it is anything else or
	 * blank
	 */
	public static @Nullable String text(@Nullable Object value) {
		String text = (value instanceof String || value instanceof BigDecimal) ? value.toString() : "";
		return text.isBlank() ? null : text;
	}

	/**
	 * Writes an object.
	 * @param members its members: strings, amounts, booleans and objects of them; a
	 * {@code null} is left out
	 * @return the text
	 * @throws IllegalArgumentException if an amount has more than 20 digits before or
	 * after the point
	 */
	public static String write(Map<String, ? extends @Nullable Object> members) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			write(generator, members);
		}
		return text.toString();
	}

	private static void write(JsonGenerator generator, Map<?, ?> members) {
		generator.writeStartObject();
		members.forEach((name, value) -> {
			if (value != null) {
				generator.writeName((String) name);
				write(generator, value);
			}
		});
		generator.writeEndObject();
	}

	private static void write(JsonGenerator generator, Object value) {
		if (value instanceof Map<?, ?> members) {
			write(generator, members);
		}
		else if (value instanceof BigDecimal amount) {
			generator.writeNumber(Amount.plain(amount).toPlainString());
		}
		else if (value instanceof Boolean flag) {
			generator.writeBoolean(flag);
		}
		else {
			generator.writeString((String) value);
		}
	}

}
