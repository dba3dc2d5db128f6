package io.github.kaspipay.json;

import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The mapper of the wire. It is the library's own, so that the application's Jackson
 * settings cannot change what Kaspi Pay is sent or how its answers are read.
 */
public final class KaspiJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(Include.NON_NULL))
		.addModule(new SimpleModule("kaspi-pay").addSerializer(BigDecimal.class, new AmountSerializer())
			.addDeserializer(BigDecimal.class, new AmountDeserializer()))
		.build();

	private static final String BYTE_ORDER_MARK = "\ufeff";

	private KaspiJson() {
	}

	/**
	 * Returns the mapper. Duplicate keys and text after the value are refused, unknown
	 * members ignored, nulls left out. Every {@link BigDecimal} is an amount in ₸: read
	 * by {@link AmountDeserializer}, written by {@link AmountSerializer}.
	 * @return the mapper, immutable and thread-safe
	 */
	public static JsonMapper mapper() {
		return MAPPER;
	}

	/**
	 * Reads a value from bytes, after a byte order mark if there is one.
	 * @param json the bytes
	 * @return the value
	 * @throws CharacterCodingException if they are not UTF-8
	 * @throws JacksonException if they are not one JSON value, or repeat a key; its
	 * message may quote them
	 */
	public static JsonNode readTree(byte[] json) throws CharacterCodingException {
		String text = StrictUtf8.decode(json);
		try {
			return MAPPER.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
		}
		catch (NumberFormatException ex) {
			// Jackson's own, for an exponent beyond an int
			throw new StreamReadException("A number has too large an exponent");
		}
	}

	/**
	 * Reads a text. Ids are taken as numbers too.
	 * @param node any node
	 * @return the text of a string or a number, or {@code null} if it is anything else or
	 * blank
	 */
	public static @Nullable String text(JsonNode node) {
		String text = (node.isString() || node.isNumber()) ? node.asString() : "";
		return text.isBlank() ? null : text;
	}

}
