/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no code block escapes the other tests of this package unseen.
 */
class CodeBlocksTests {

	/** Each has a test in this package; {@code text} is none of them. */
	private static final Set<String> LANGUAGES = Set.of("java", "kotlin", "groovy", "xml", "html", "yaml", "properties",
			"json", "shell", "sql", "text");

	/** Blocks below a comment that says why they are not checked. */
	private static final int UNCHECKED = 1;

	/** Output of programs, and two pictures that have a test. */
	private static final int TEXT = 3;

	@Test
	void everyBlockSaysItsLanguage() {
		assertThat(Page.all().stream().flatMap((page) -> page.blocks().stream()))
			.filteredOn((block) -> block.unchecked() == null && !LANGUAGES.contains(block.language()))
			.as("blocks without a fence, or whose fence names no language of %s", LANGUAGES)
			.isEmpty();
	}

	@Test
	void blocksThatCannotBeCheckedAreCounted() {
		List<CodeBlock> unchecked = Page.all()
			.stream()
			.flatMap((page) -> page.blocks().stream())
			.filter((block) -> block.unchecked() != null)
			.toList();
		assertThat(unchecked).hasSize(UNCHECKED);
		assertThat(Page.blocks("text")).hasSize(TEXT);
	}

}
