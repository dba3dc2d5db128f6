/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that links inside of the documentation lead somewhere.
 */
class LinksTests {

	private final Map<String, Page> pages = Page.all()
		.stream()
		.collect(Collectors.toMap(Page::name, Function.identity()));

	@Test
	void filesAndAnchorsExist() {
		List<String> broken = new ArrayList<>();
		for (Page page : this.pages.values()) {
			for (String link : page.links()) {
				if (!link.matches("(https?|mailto):.*") && !leadsSomewhere(page, link)) {
					broken.add(page.name() + ": " + link);
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	@Test
	void everyPageIsReachedFromTheReadme() {
		List<String> reached = new ArrayList<>(List.of("README.md"));
		for (int i = 0; i < reached.size(); i++) {
			Page page = this.pages.get(reached.get(i));
			page.links()
				.stream()
				.filter((link) -> !link.matches("(https?|mailto):.*"))
				.map((link) -> target(page, link.split("#")[0]))
				.filter((target) -> this.pages.containsKey(target) && !reached.contains(target))
				.distinct()
				.forEach(reached::add);
		}
		assertThat(this.pages.keySet()).filteredOn((page) -> !page.startsWith(".")).hasSameElementsAs(visible(reached));
	}

	private static Set<String> visible(List<String> pages) {
		return pages.stream().filter((page) -> !page.startsWith(".")).collect(Collectors.toSet());
	}

	private boolean leadsSomewhere(Page page, String link) {
		String[] parts = link.split("#", 2);
		String target = target(page, parts[0]);
		if (!Files.exists(Page.ROOT.resolve(target))) {
			return false;
		}
		return parts.length == 1
				|| this.pages.containsKey(target) && this.pages.get(target).anchors().contains(parts[1]);
	}

	private static String target(Page page, String path) {
		return path.isEmpty() ? page.name() : Path.of(page.name()).resolveSibling(path).normalize().toString();
	}

}
