/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Chromium, started once for all of them. Where none is installed they are
 * skipped, and say so; on a CI machine they fail instead.
 */
class ChromiumExtension implements ExecutionCondition, ParameterResolver {

	private static final List<Path> PLACES = Stream
		.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium",
				"/Applications/Chromium.app/Contents/MacOS/Chromium",
				"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
		.map(Path::of)
		.toList();

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-background-networking",
			"--disable-gpu");

	private static final String MISSING = "No Chromium: THE CHECKOUT IS NOT TESTED IN A BROWSER. Install one "
			+ "(apt-get install chromium); looked for " + PLACES;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (executable().isPresent() || isContinuousIntegration()) {
			return ConditionEvaluationResult.enabled("There is a Chromium, or has to be");
		}
		System.err.println("\n*** " + context.getDisplayName() + " skipped. " + MISSING + " ***\n");
		return ConditionEvaluationResult.disabled(MISSING);
	}

	private static boolean isContinuousIntegration() {
		String variable = System.getenv("CI");
		return variable != null && !variable.isEmpty();
	}

	private static Optional<Path> executable() {
		return PLACES.stream().filter(Files::isExecutable).findFirst();
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

	/**
	 * The running browser, which the store closes at the end of all tests.
	 */
	private record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

		static Chromium start() {
			Path executable = executable().orElseThrow(() -> new IllegalStateException(MISSING));
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
