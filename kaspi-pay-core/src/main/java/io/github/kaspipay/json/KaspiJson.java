package io.github.kaspipay.json;

import java.math.BigDecimal;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
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

}
