/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the classes and properties exist which the documentation names in its text.
 */
class NamesTests {

	private static final Pattern CLASS = Pattern.compile("@?((?:Kaspi|ReactiveKaspi)\\w+|\\w+Tests)\\b.*");

	private static final Pattern PROPERTY = Pattern.compile(
			"(?:kaspi\\.pay\\.)?((?:token|webhook|polling|rate-limit|ledger|events|tracing|fees|check-pay|qr|proxy)\\.[a-z-]+(?:\\.[a-z-]+)*)(?:[:=].*)?");

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@Test
	void classesExist() throws IOException {
		Set<String> classes = classes();
		assertThat(named((span) -> {
			var matcher = CLASS.matcher(span);
			return matcher.matches() ? Stream.of(matcher.group(1)) : Stream.empty();
		}, classes)).isEmpty();
	}

	@Test
	void propertiesExist() {
		Set<String> properties = this.metadata.properties()
			.keySet()
			.stream()
			.filter((name) -> name.startsWith("kaspi.pay."))
			.map((name) -> name.substring("kaspi.pay.".length()))
			.collect(Collectors.toSet());
		assertThat(named((span) -> {
			var matcher = PROPERTY.matcher(span);
			return matcher.matches() ? Stream.of(matcher.group(1)) : Stream.empty();
		}, properties)).isEmpty();
	}

	/**
	 * Returns what pages name and does not exist. Names of metrics look like properties,
	 * and have a test of their own.
	 */
	private static List<String> named(Function<String, Stream<String>> names, Set<String> existing) {
		return Page.all()
			.stream()
			.filter((page) -> !page.name().endsWith("/metrics.md"))
			.flatMap((page) -> page.codeSpans()
				.stream()
				.flatMap(names)
				.filter((name) -> !existing.contains(name))
				.map((name) -> page.name() + ": " + name))
			.distinct()
			.toList();
	}

	@Test
	void reasonsOfDisputesAreDescribed() throws IOException {
		String page = Files.readString(Page.ROOT.resolve("docs/refunds.md"));
		for (KaspiOrderDisputedEvent.Reason reason : KaspiOrderDisputedEvent.Reason.values()) {
			assertThat(page).contains("| `" + reason + "` |");
		}
	}

	@Test
	void exceptionsAreDescribed() throws IOException {
		String page = Files.readString(Page.ROOT.resolve("docs/errors.md"));
		assertThat(classes()).filteredOn((name) -> name.matches("Kaspi\\w+Exception"))
			.filteredOn((name) -> !Set.of("KaspiPayException", "KaspiApiException", "KaspiPayConfigurationException")
				.contains(name))
			.allSatisfy((name) -> assertThat(page).contains("| `" + name + "` |"));
	}

	private static Set<String> classes() throws IOException {
		try (Stream<Path> files = Files.walk(Page.ROOT)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".java"))
				.map((name) -> name.substring(0, name.length() - ".java".length()))
				.collect(Collectors.toSet());
		}
	}

}
