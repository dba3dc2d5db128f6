/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the pictures in the architecture page have all packages, and that none of
 * them knows one beside it or above it.
 */
class ArchitecturePictureTests {

	@ParameterizedTest
	@EnumSource
	void hasAllPackages(Picture picture) throws IOException {
		assertThat(picture.rows().keySet()).isEqualTo(picture.packages());
	}

	@ParameterizedTest
	@EnumSource
	void arrowsPointDown(Picture picture) throws IOException {
		Map<String, Integer> rows = picture.rows();
		List<String> others = new ArrayList<>();
		for (String name : rows.keySet()) {
			for (String known : picture.imports(name)) {
				if (!known.equals(name) && rows.get(known) <= rows.get(name)) {
					others.add(name + " knows " + known);
				}
			}
		}
		assertThat(others).isEmpty();
	}

	private enum Picture {

		CORE("io.github.kaspipay", "kaspi-pay-core/src/main/java"),

		AUTO_CONFIGURATION("io.github.kaspipay.autoconfigure", "kaspi-pay-spring-boot-autoconfigure/src/main/java",
				"kaspi-pay-spring-boot-autoconfigure/src/main/boot-4",
				"kaspi-pay-spring-boot-3-autoconfigure/src/main/java");

		private final String root;

		private final List<Path> sources;

		Picture(String root, String... sources) {
			this.root = root;
			this.sources = Stream.of(sources)
				.map((source) -> Page.ROOT.resolve(source).resolve(root.replace('.', '/')))
				.toList();
		}

		/** A picture is a text block; its names come last in a row, after some spaces. */
		Map<String, Integer> rows() {
			List<CodeBlock> pictures = Page.blocks("text")
				.filter((block) -> block.page().equals("docs/architecture.md"))
				.toList();
			List<String> lines = pictures.get(ordinal()).text().lines().filter((line) -> !line.contains("──")).toList();
			Map<String, Integer> rows = new HashMap<>();
			for (int row = 0; row < lines.size(); row++) {
				for (String name : lines.get(row).strip().replaceAll("^.*?\\S {3,}", "").split(" +")) {
					rows.put(name, row);
				}
			}
			return rows;
		}

		TreeSet<String> packages() throws IOException {
			TreeSet<String> packages = new TreeSet<>();
			for (Path source : this.sources) {
				try (Stream<Path> files = Files.list(source)) {
					files.filter(Files::isDirectory).forEach((file) -> packages.add(file.getFileName().toString()));
				}
			}
			return packages;
		}

		TreeSet<String> imports(String name) throws IOException {
			Pattern statement = Pattern.compile("import (?:static )?" + Pattern.quote(this.root) + "\\.([a-z]+)\\.");
			TreeSet<String> imports = new TreeSet<>();
			for (Path source : this.sources) {
				if (Files.isDirectory(source.resolve(name))) {
					try (Stream<Path> files = Files.walk(source.resolve(name))) {
						for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
							statement.matcher(Files.readString(file))
								.results()
								.forEach((found) -> imports.add(found.group(1)));
						}
					}
				}
			}
			return imports;
		}

	}

}
