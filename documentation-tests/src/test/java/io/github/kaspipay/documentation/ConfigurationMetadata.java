/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the configuration metadata on the class path says, Spring Boot's included.
 */
final class ConfigurationMetadata {

	private final Map<String, JsonNode> properties = new TreeMap<>();

	private final Map<String, JsonNode> groups = new TreeMap<>();

	ConfigurationMetadata() {
		try {
			for (URL file : Collections
				.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
				read(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(URL file) throws IOException {
		try (InputStream content = file.openStream()) {
			JsonNode metadata = JsonMapper.shared().readTree(content);
			metadata.path("properties").forEach((property) -> this.properties.put(name(property), property));
			metadata.path("groups").forEach((group) -> this.groups.put(name(group), group));
		}
	}

	Map<String, JsonNode> properties() {
		return this.properties;
	}

	Map<String, JsonNode> groups() {
		return this.groups;
	}

	/**
	 * Says whether there is such a property, or a map that has it as an entry.
	 * @param name the property's name
	 * @return whether it may be set
	 */
	boolean knows(String name) {
		return this.properties.containsKey(name) || this.properties.values().stream().anyMatch(isMapOf(name));
	}

	private static Predicate<JsonNode> isMapOf(String name) {
		return (property) -> name.startsWith(name(property) + ".")
				&& property.path("type").asString("").startsWith("java.util.Map");
	}

	static String name(JsonNode node) {
		return node.path("name").asString();
	}

}
