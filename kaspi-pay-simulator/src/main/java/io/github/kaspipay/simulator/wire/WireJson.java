/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.core.JsonProcessingException;
import wiremock.com.fasterxml.jackson.core.StreamReadFeature;
import wiremock.com.fasterxml.jackson.core.StreamWriteFeature;
import wiremock.com.fasterxml.jackson.core.json.JsonWriteFeature;
import wiremock.com.fasterxml.jackson.databind.DeserializationFeature;
import wiremock.com.fasterxml.jackson.databind.JsonNode;
import wiremock.com.fasterxml.jackson.databind.ObjectWriter;
import wiremock.com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import wiremock.com.fasterxml.jackson.databind.json.JsonMapper;
import wiremock.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON as Kaspi Pay reads and writes it. What is written is, character for character,
 * what JavaScript's {@code JSON.stringify} makes of it. The Jackson is WireMock's own: an
 * application's may be of another version.
 */
public final class WireJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
		.disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
		.build();

	private WireJson() {
	}

	public static JsonNode readObject(Request request) {
		if (!MediaTypes.isJson(request)) {
			throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json");
		}
		return readObject(request.getBody());
	}

	/**
	 * Reads a body that may be left out.
	 * @param request the request
	 * @return the body, or an object without members if there is none, or only a form
	 */
	public static JsonNode readOptionalObject(Request request) {
		return (request.getBody().length == 0 || MediaTypes.isForm(request)) ? MAPPER.createObjectNode()
				: readObject(request);
	}

	/**
	 * Reads what another program wrote.
	 */
	public static JsonNode parse(String json) throws JsonProcessingException {
		return MAPPER.readTree(json);
	}

	private static JsonNode readObject(byte[] body) {
		JsonNode json;
		try {
			json = MAPPER.readTree(body);
		}
		catch (IOException ex) {
			throw new ApiException(400, "MALFORMED_JSON", "The body is not JSON");
		}
		if (!json.isObject()) {
			throw new ApiException(400, "MALFORMED_JSON", "The body is not a JSON object");
		}
		return json;
	}

	public static @Nullable String optionalText(JsonNode json, String name) {
		JsonNode value = json.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isTextual()) {
			throw ApiException.invalid(name + " must be a string");
		}
		String text = value.textValue();
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw ApiException.invalid(name + " must be valid Unicode");
		}
		return text;
	}

	public static String requiredText(JsonNode json, String name) {
		String text = optionalText(json, name);
		if (text == null || text.isBlank()) {
			throw ApiException.invalid(name + " is missing");
		}
		return text;
	}

	public static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
		if (value != null) {
			json.put(name, value.toString());
		}
	}

	public static BigDecimal number(BigDecimal amount) {
		BigDecimal stripped = amount.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	public static String without(String body, List<String> members) {
		try {
			return (parse(body) instanceof ObjectNode json) ? write(json.remove(members)) : body;
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("Not JSON", ex);
		}
	}

	public static String write(Object value) {
		return write(MAPPER.writer(), value);
	}

	public static String writeIndented(Object value) {
		return write(MAPPER.writerWithDefaultPrettyPrinter(), value);
	}

	private static String write(ObjectWriter writer, Object value) {
		try {
			return writer.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
