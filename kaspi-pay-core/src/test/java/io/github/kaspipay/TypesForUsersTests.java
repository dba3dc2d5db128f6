/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A public type is for applications, and listed, or its Javadoc says that it is internal.
 */
class TypesForUsersTests {

	private static final Path SOURCES = Path.of("src/main/java/io/github/kaspipay");

	private static final Path LIST = Path.of("src/test/resources/io/github/kaspipay/types-for-users.txt");

	private static final Pattern PUBLIC = Pattern.compile("^public .*\\b(class|interface|record|enum) \\w+",
			Pattern.MULTILINE);

	@Test
	void thoseThatAreNotInternalAreListed() throws IOException {
		List<String> listed = Files.readAllLines(LIST);
		assertThat(forUsers()).containsExactlyElementsOf(listed);
	}

	private static Set<String> forUsers() throws IOException {
		Set<String> types = new TreeSet<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				String source = Files.readString(file);
				int start = start(source);
				if (start >= 0 && !source.substring(0, start).contains("Internal:")) {
					String path = SOURCES.relativize(file).toString();
					types.add(path.substring(0, path.length() - ".java".length()).replaceAll("[/\\\\]", "."));
				}
			}
		}
		return types;
	}

	private static int start(String source) {
		return PUBLIC.matcher(source).results().findFirst().map((type) -> type.start()).orElse(-1);
	}

}
