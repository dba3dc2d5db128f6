/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Kotlin stands in the sample in Kotlin, which is compiled and run, and that
 * Maven and Gradle are told of modules that there are, in the present version.
 */
class BuildBlocksTests {

	private static final Pattern GRADLE = Pattern.compile("io\\.github\\.kaspipay:([^:\"')]+)(?::([^\"')]+))?");

	private static final Pattern MAVEN = Pattern.compile(
			"<groupId>io\\.github\\.kaspipay</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*(?:<version>([^<]+))?");

	private static final Pattern VERSION = Pattern
		.compile("<artifactId>kaspi-pay-parent</artifactId>\\s*<version>([^<]+)</version>");

	@TestFactory
	List<DynamicTest> kotlinIsThatOfTheSample() throws IOException {
		String sample = kotlinOfTheSample();
		return Page.blocks("kotlin")
			.filter((block) -> !block.text().startsWith("dependencies {"))
			.flatMap((block) -> Stream.of(block.text().split("\n\n"))
				.map((part) -> DynamicTest.dynamicTest(block.where(), () -> assertThat(sample).contains(part.strip()))))
			.toList();
	}

	@TestFactory
	Stream<DynamicTest> modulesExistInThisVersion() throws IOException {
		String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
		String version = VERSION.matcher(pom).results().findFirst().orElseThrow().group(1);
		return Page.blocks("xml", "kotlin", "groovy")
			.flatMap((block) -> Stream.of(GRADLE, MAVEN)
				.flatMap((coordinates) -> coordinates.matcher(block.text()).results())
				.map((module) -> DynamicTest.dynamicTest(block.where() + " " + module.group(1), () -> {
					assertThat(Page.ROOT.resolve(module.group(1)).resolve("pom.xml")).exists();
					assertThat(module.group(2)).isIn(null, version);
				})));
	}

	/** Without indentation of the members of a class. */
	private static String kotlinOfTheSample() throws IOException {
		StringBuilder all = new StringBuilder();
		try (Stream<Path> files = Files.walk(Page.ROOT.resolve("samples/kotlin/src"))) {
			for (Path file : (Iterable<Path>) files.filter((path) -> path.toString().endsWith(".kt"))::iterator) {
				all.append(Files.readString(file).replaceAll("(?m)^\t", "")).append('\n');
			}
		}
		return all.toString();
	}

}
