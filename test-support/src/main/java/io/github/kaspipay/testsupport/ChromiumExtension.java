/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.testsupport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Chromium, started once for all of them: the one named by the environment
 * variable CHROMIUM, or one that is installed. Where there is none the tests are skipped,
 * and say so; on a CI machine they fail instead.
 */
public class ChromiumExtension implements ExecutionCondition, ParameterResolver {

	/**
	 * The first one has no windows, and needs half the CPU.
	 */
	private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium", "chromium-browser",
			"google-chrome");

	private static final List<String> APPLICATIONS = List.of("/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-background-networking",
			"--disable-gpu");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String MISSING = "No Chromium on the PATH and none named by CHROMIUM: "
			+ "NOBODY HAS CHECKED the pages in a browser. Install one (apt-get install chromium)";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (executable().isPresent() || !environment("CI").isEmpty()) {
			return ConditionEvaluationResult.enabled("There is a Chromium, or has to be");
		}
		System.err.println("\n*** SKIPPED: " + context.getDisplayName() + ". " + MISSING + " ***\n");
		return ConditionEvaluationResult.disabled(MISSING);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Browser.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(ChromiumExtension.class))
			.computeIfAbsent(Chromium.class, (key) -> Chromium.start(), Chromium.class)
			.browser();
	}

	private static Optional<Path> executable() {
		Stream<String> onPath = NAMES.stream()
			.flatMap((name) -> Arrays.stream(environment("PATH").split(File.pathSeparator))
				.map((directory) -> directory + File.separator + name));
		return Stream.of(Stream.of(environment("CHROMIUM")), onPath, APPLICATIONS.stream())
			.flatMap(Function.identity())
			.map(Path::of)
			.filter(Files::isExecutable)
			.filter(Files::isRegularFile)
			.findFirst();
	}

	private static String environment(String name) {
		return Objects.requireNonNullElse(System.getenv(name), "");
	}

	/**
	 * The running browser, which the store closes at the end of all tests.
	 */
	private record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

		static Chromium start() {
			Path executable = executable().orElseThrow(() -> new IllegalStateException(MISSING));
			PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
			Playwright playwright = Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
			Browser browser = playwright.chromium()
				.launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(ARGUMENTS));
			return new Chromium(playwright, browser);
		}

		@Override
		public void close() {
			this.playwright.close();
		}

	}

}
