package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as Kaspi Pay reads and writes it. What is written is, character for character,
 * what JavaScript's {@code JSON.stringify} makes of it.
 */
final class WireJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
		.disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
		.build();

	private WireJson() {
	}

	static JsonNode readObject(Request request) {
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
	static JsonNode readOptionalObject(Request request) {
		return (request.getBody().length == 0 || MediaTypes.isForm(request)) ? MAPPER.createObjectNode()
				: readObject(request);
	}

	/**
	 * Reads what another program wrote.
	 */
	static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	private static JsonNode readObject(byte[] body) {
		JsonNode json;
		try {
			json = MAPPER.readTree(body);
		}
		catch (JacksonException ex) {
			throw new ApiException(400, "MALFORMED_JSON", "The body is not JSON");
		}
		if (!json.isObject()) {
			throw new ApiException(400, "MALFORMED_JSON", "The body is not a JSON object");
		}
		return json;
	}

	static @Nullable String optionalText(JsonNode json, String name) {
		JsonNode value = json.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw ApiException.invalid(name + " must be a string");
		}
		String text = value.stringValue();
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw ApiException.invalid(name + " must be valid Unicode");
		}
		return text;
	}

	static String requiredText(JsonNode json, String name) {
		String text = optionalText(json, name);
		if (text == null || text.isBlank()) {
			throw ApiException.invalid(name + " is missing");
		}
		return text;
	}

	static BigDecimal number(BigDecimal amount) {
		BigDecimal stripped = amount.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	static String without(String body, List<String> members) {
		if (MAPPER.readTree(body) instanceof ObjectNode json) {
			return write(json.remove(members));
		}
		return body;
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	static String writeIndented(Object value) {
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
	}

}
