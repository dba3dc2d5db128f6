/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The public types of the published modules, with what of them others can call or extend,
 * as they were accepted last. The auto-configuration for Spring Boot 3 has the same
 * types.
 */
class PublicApiTests {

	private static final Path ACCEPTED = Path.of("src/test/resources/public-api");

	@ParameterizedTest
	@ValueSource(strings = { "kaspi-pay-core", "kaspi-pay-spring-boot-autoconfigure", "kaspi-pay-simulator",
			"kaspi-pay-test" })
	void isAsAccepted(String module) throws IOException {
		String api = String.join("\n", publicTypes(Path.of("..", module, "target/classes")).values());
		Path accepted = ACCEPTED.resolve(module + ".txt");
		if (Boolean.getBoolean("public-api.accept")) {
			Files.writeString(accepted, api);
		}
		assertThat(api)
			.as("The public API of %s has changed. If users' code still compiles and runs, or a release may break it, "
					+ "run this test with -Dpublic-api.accept=true and commit %s", module, accepted)
			.isEqualTo(Files.readString(accepted));
	}

	private static Map<String, String> publicTypes(Path classes) throws IOException {
		Map<String, String> types = new TreeMap<>();
		for (String text : describe(classes).split("(?m)^}\n")) {
			List<String> lines = new ArrayList<>(text.lines().filter((line) -> !line.startsWith("Compiled")).toList());
			String type = lines.remove(0);
			if (type.startsWith("public ")) {
				String name = type.replaceFirst(".*?(?:class|interface) ([\\w.$]+).*", "$1");
				types.put(name,
						type + "\n" + String.join("", lines.stream().sorted().map((line) -> line + "\n").toList()));
			}
		}
		types.keySet().removeIf((name) -> name.contains("$") && !types.containsKey(name.replaceFirst("\\$.*", "")));
		return types;
	}

	/**
	 * Leaves out how a method locks, which is nothing that others can call or extend.
	 */
	private static String describe(Path classes) throws IOException {
		StringWriter out = new StringWriter();
		try (Stream<Path> files = Files.walk(classes)) {
			String[] arguments = Stream
				.concat(Stream.of("-protected"), files.map(Path::toString).filter((file) -> file.endsWith(".class")))
				.toArray(String[]::new);
			PrintWriter writer = new PrintWriter(out);
			ToolProvider.findFirst("javap").orElseThrow().run(writer, writer, arguments);
		}
		return out.toString().replace(System.lineSeparator(), "\n").replace(" synchronized ", " ");
	}

}
