/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.json.UnreadableJsonException;
import org.jspecify.annotations.Nullable;

/**
 * An order's metadata as text.
 */
final class Metadata {

	private Metadata() {
	}

	static @Nullable String write(Map<String, String> metadata) {
		return metadata.isEmpty() ? null : KaspiJson.write(metadata);
	}

	static Map<String, String> read(@Nullable String text) {
		if (text == null) {
			return Map.of();
		}
		Map<String, String> metadata = new LinkedHashMap<>();
		try {
			KaspiJson.readObject(text).forEach((key, value) -> metadata.put(key, String.valueOf(value)));
		}
		catch (UnreadableJsonException ex) {
			throw new IllegalStateException("The column metadata " + ex.getMessage(), ex);
		}
		return metadata;
	}

}
