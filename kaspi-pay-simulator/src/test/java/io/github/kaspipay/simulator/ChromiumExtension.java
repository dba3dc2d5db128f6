/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Gives tests the Chromium named by the environment variable CHROMIUM, or one found on
 * the PATH. Where there is none the tests are skipped, and say so; on a CI machine they
 * fail instead.
 */
class ChromiumExtension implements ExecutionCondition, ParameterResolver {

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-background-networking",
			"--disable-gpu");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String MISSING = "No Chromium on the PATH and none named by CHROMIUM: "
			+ "NOBODY HAS CHECKED that the simulator's pages work in a browser";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String ci = System.getenv("CI");
		if (executable().isPresent() || (ci != null && !ci.isEmpty())) {
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
		String named = System.getenv("CHROMIUM");
		Stream<Path> onPath = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.flatMap((directory) -> NAMES.stream().map((name) -> Path.of(directory, name)));
		return Stream.concat(Stream.ofNullable(named).map(Path::of), onPath).filter(Files::isExecutable).findFirst();
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
