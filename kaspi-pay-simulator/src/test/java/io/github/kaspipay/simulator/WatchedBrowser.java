/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser that looks at the simulator. When it is closed, it must have asked for
 * nothing outside of the simulator, and complained of nothing.
 */
final class WatchedBrowser implements AutoCloseable {

	private final List<String> complaints = new CopyOnWriteArrayList<>();

	private final List<String> addresses = new CopyOnWriteArrayList<>();

	private final Browser browser;

	private final String baseUrl;

	private @Nullable BrowserContext context;

	WatchedBrowser(Browser browser, KaspiPaySimulator simulator) {
		this.browser = browser;
		this.baseUrl = simulator.baseUrl();
	}

	static NewContextOptions desktop() {
		return new NewContextOptions().setViewportSize(1440, 900);
	}

	static NewContextOptions phone() {
		return new NewContextOptions().setViewportSize(360, 740);
	}

	Page open(String path, NewContextOptions options) {
		BrowserContext context = this.browser
			.newContext(options.setPermissions(List.of("clipboard-read", "clipboard-write")).setLocale("en-GB"));
		this.context = context;
		context.onConsoleMessage((message) -> {
			if (List.of("error", "warning").contains(message.type())) {
				this.complaints.add(message.text());
			}
		});
		context.onWebError((error) -> this.complaints.add(error.error()));
		context.onRequest((request) -> this.addresses.add(request.url()));
		return openBeside(path);
	}

	/**
	 * Opens another page of the same user.
	 */
	Page openBeside(String path) {
		Page page = context().newPage();
		page.navigate(this.baseUrl + path);
		return page;
	}

	/**
	 * Forgets complaints that had to come.
	 */
	void expected(String complaint) {
		assertThat(this.complaints.removeIf((each) -> each.contains(complaint))).isTrue();
	}

	static void assertFits(Page page) {
		assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
			.as("no scrolling sideways")
			.isTrue();
	}

	static void assertAccessible(Page page) {
		assertThat(new AxeBuilder(page).setLegacyMode(true).analyze().getViolations())
			.filteredOn((rule) -> List.of("serious", "critical").contains(rule.getImpact()))
			.extracting((rule) -> rule.getId() + ": " + rule.getNodes())
			.isEmpty();
	}

	private BrowserContext context() {
		if (this.context == null) {
			throw new IllegalStateException("Nothing was opened");
		}
		return this.context;
	}

	@Override
	public void close() {
		context().close();
		assertThat(this.complaints).isEmpty();
		assertThat(this.addresses).allMatch((address) -> address.startsWith(this.baseUrl + "/"));
	}

}
