package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the picture in the architecture page has all packages of core, and that none
 * of them knows one beside it or above it.
 */
class ArchitecturePictureTests {

	private static final Path CORE = Page.ROOT.resolve("kaspi-pay-core/src/main/java/io/github/kaspipay");

	private static final Pattern IMPORT = Pattern.compile("import (?:static )?io\\.github\\.kaspipay\\.([a-z]+)\\.");

	@Test
	void pictureHasAllPackages() throws IOException {
		try (Stream<Path> files = Files.list(CORE)) {
			assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(
					files.filter(Files::isDirectory).map((directory) -> directory.getFileName().toString()).toList());
		}
	}

	@Test
	void arrowsPointDown() throws IOException {
		Map<String, Integer> rows = rows();
		List<String> others = new ArrayList<>();
		for (String name : rows.keySet()) {
			for (String known : imports(name)) {
				if (!known.equals(name) && rows.get(known) <= rows.get(name)) {
					others.add(name + " knows " + known);
				}
			}
		}
		assertThat(others).isEmpty();
	}

	private static Map<String, Integer> rows() {
		CodeBlock picture = Page.blocks("text")
			.filter((block) -> block.page().equals("docs/architecture.md"))
			.findFirst()
			.orElseThrow();
		List<String> lines = picture.text().lines().filter((line) -> !line.contains("──")).toList();
		Map<String, Integer> rows = new HashMap<>();
		for (int row = 0; row < lines.size(); row++) {
			for (String name : lines.get(row).strip().replaceAll("^.*?\\S {3,}", "").split(" +")) {
				rows.put(name, row);
			}
		}
		return rows;
	}

	private static List<String> imports(String name) throws IOException {
		List<String> imports = new ArrayList<>();
		try (Stream<Path> files = Files.walk(CORE.resolve(name))) {
			for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				IMPORT.matcher(Files.readString(file)).results().forEach((found) -> imports.add(found.group(1)));
			}
		}
		return imports.stream().distinct().toList();
	}

}
