/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

/**
 * The page of all properties, made from the configuration metadata.
 */
final class ConfigurationReference {

	private static final String PREFIX = "kaspi.pay.";

	private final ConfigurationMetadata metadata;

	ConfigurationReference(ConfigurationMetadata metadata) {
		this.metadata = metadata;
	}

	String render() {
		StringBuilder page = new StringBuilder(
				"""
						# Configuration reference

						<!-- Made from the configuration metadata by ConfigurationReferenceTests: do not edit -->

						All properties, as an editor with support for Spring Boot shows them. [Configuration](configuration.md) says which of them you need.
						""");
		sections().forEach((group, properties) -> {
			page.append("\n## ").append(group).append("\n\n");
			page.append("| Property | Type | Default | Meaning |\n|---|---|---|---|\n");
			properties.forEach((property) -> page.append(row(property)));
		});
		page.append(merchants());
		return page.toString();
	}

	private Map<String, List<JsonNode>> sections() {
		Map<String, List<JsonNode>> sections = new TreeMap<>();
		for (Map.Entry<String, JsonNode> property : this.metadata.properties().entrySet()) {
			String name = property.getKey();
			if (name.startsWith(PREFIX)) {
				sections.computeIfAbsent(group(name), (group) -> new ArrayList<>()).add(property.getValue());
			}
			else if (name.startsWith("management.endpoint.kaspipay")
					|| name.startsWith("management.health.kaspi-pay")) {
				sections.computeIfAbsent("management", (group) -> new ArrayList<>()).add(property.getValue());
			}
		}
		return sections;
	}

	private static String group(String name) {
		String rest = name.substring(PREFIX.length());
		return rest.contains(".") ? PREFIX + rest.substring(0, rest.indexOf('.')) : "kaspi.pay";
	}

	private static String row(JsonNode property) {
		return Stream
			.of("`" + ConfigurationMetadata.name(property) + "`", type(property.path("type").asString()),
					defaultValue(property.path("defaultValue")),
					property.path("description").asString("").replace("|", "\\|"))
			.collect(Collectors.joining(" | ", "| ", " |\n"));
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		String text = value.isArray()
				? value.values().stream().map(JsonNode::asString).collect(Collectors.joining(", ")) : value.asString();
		return "`" + text + "`";
	}

	private static String type(String type) {
		String simple = StringUtils.unqualify(type.replaceAll("<.*>", "")).replaceAll(".*\\$", "");
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		if (type.startsWith("java.util.")) {
			return "list of " + type(type.replaceAll("^[^<]*<(.*)>$", "$1"));
		}
		return switch (simple) {
			case "String" -> "text";
			case "Boolean" -> "`true` or `false`";
			case "Integer", "Long", "BigDecimal" -> "number";
			case "Duration" -> "duration";
			case "DataSize" -> "size";
			case "URI" -> "address";
			default -> constants(type);
		};
	}

	private static String constants(String type) {
		try {
			Object[] constants = Class.forName(type).getEnumConstants();
			return Arrays.stream(constants)
				.map((constant) -> "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String merchants() {
		String type = this.metadata.properties().get(PREFIX + "merchants").path("type").asString();
		List<String> names = new ArrayList<>();
		try {
			collect(Class.forName(type.replaceAll(".*,(.*)>", "$1")), "", names);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
		return "\n## Each merchant\n\nThese may be set below `kaspi.pay.merchants.<name>.`, with the meaning they have above: "
				+ names.stream().map((name) -> "`" + name + "`").collect(Collectors.joining(", "))
				+ ". [Several merchants](merchants.md) says where those come from that are not set.\n";
	}

	private static void collect(Class<?> type, String prefix, List<String> names) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (component.getType().isRecord()) {
				collect(component.getType(), name + ".", names);
			}
			else {
				names.add(name);
			}
		}
	}

}
