package io.github.kaspipay.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.kaspipay.json.KaspiJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An order's metadata as text.
 */
final class Metadata {

	private Metadata() {
	}

	static @Nullable String write(Map<String, String> metadata) {
		return metadata.isEmpty() ? null : KaspiJson.mapper().writeValueAsString(metadata);
	}

	static Map<String, String> read(@Nullable String text) {
		if (text == null) {
			return Map.of();
		}
		Map<String, String> metadata = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> pair : KaspiJson.mapper().readTree(text).properties()) {
			metadata.put(pair.getKey(), pair.getValue().asString());
		}
		return metadata;
	}

}
