/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation shows what is compiled and run.
 */
class DocumentationTests {

	@Test
	void testOfAListenerIsTheOneThatRuns() throws IOException {
		String test = example("ShippingTests", "@SpringBootTest");
		assertThat(test.lines()).hasSizeLessThan(15);
		assertThat(documentation("testing.md")).contains("```java\n" + test + "```\n");
	}

	@Test
	void listenerIsTheOneThatIsTested() throws IOException {
		String listener = example("Shipping", "\t@EventListener").split("\n\n")[0];
		assertThat(documentation("testing.md")).contains("```java\n" + listener + "\n```\n");
	}

	private static String example(String type, String beginning) throws IOException {
		String source = Files.readString(Path.of("src/test/java/io/github/kaspipay/test/example", type + ".java"));
		return source.substring(source.indexOf(beginning));
	}

	private static String documentation(String page) throws IOException {
		return Files.readString(Path.of("../docs", page));
	}

}
