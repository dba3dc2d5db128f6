/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at every page in every state, and leaves a picture of each in
 * {@code target/screenshots}. With {@code -Plong} and {@code -Dscreenshots.update=true}
 * those of the project's README are drawn anew too.
 */
class AppearanceBrowserTests extends BrowserTests {

	private static final Path PICTURES = Path.of("target", "screenshots");

	private static final Path README_PICTURES = Path.of("..", "..", "docs", "images");

	private static final Map<String, String> IN_README = Map.of("waiting-desktop-en", "checkout-desktop.png",
			"waiting-phone-kk", "checkout-phone.png", "order-desktop-en", "order.png");

	private static final List<String> SERIOUS = List.of("serious", "critical");

	@ParameterizedTest
	@CsvSource("PHONE, ru")
	void everyPageInEveryState(Screen screen, String language) throws IOException {
		lookAtAll(screen, language);
	}

	@Tag("long")
	@ParameterizedTest
	@CsvSource({ "DESKTOP, en", "PHONE, kk" })
	void everyPageInEveryStateFurther(Screen screen, String language) throws IOException {
		lookAtAll(screen, language);
	}

	private void lookAtAll(Screen screen, String language) throws IOException {
		BrowserContext context = customer(screen, language);
		String look = screen.name().toLowerCase(Locale.ROOT) + "-" + language;
		Page page = context.newPage();
		page.navigate(shop + "/orders");
		if (page.locator(".empty").isVisible()) {
			lookAt(page, "no-orders-" + look);
		}
		page.navigate(shop + "/");
		lookAt(page, "product-" + look);

		Page checkout = buy(context);
		checkout.locator("img.qr:visible").or(checkout.locator(".fold")).first().waitFor();
		lookAt(checkout, "waiting-" + look);
		if (screen == Screen.PHONE) {
			checkout.locator(".fold summary").click();
			lookAt(checkout, "waiting-unfolded-" + look);
		}
		String paid = order(checkout).orderId();
		this.kaspi.pay(paid);
		expect(checkout, "PAID");
		lookAt(checkout, "paid-" + look);

		page.navigate(shop + "/orders");
		page.locator("tbody tr").first().locator("a").click();
		page.locator("#amount").fill("1000");
		page.locator(".refund button").click();
		lookAt(page, "refund-" + look);
		page.locator("form button").click();
		page.locator(".message.good").waitFor();
		lookAt(page, "order-" + look);
		expect(checkout, "PAID", "PARTLY_REFUNDED");
		checkout.reload();
		look(checkout, "partly-refunded-" + look);

		Page declined = buy(context);
		this.kaspi.cancel(order(declined).orderId());
		expect(declined, "CANCELLED");
		lookAt(declined, "cancelled-" + look);

		Page disputed = buy(context);
		this.kaspi.pay(order(disputed).orderId());
		expect(disputed, "PAID");
		this.kaspi.forceStatus(order(disputed).orderId(), "CANCELLED");
		reloadUntil(disputed, "PROBLEM");
		lookAt(disputed, "problem-" + look);

		this.kaspi.blockMerchant(true);
		Page silent = buy(context);
		lookAt(silent, "unavailable-" + look);
		this.kaspi.blockMerchant(false);

		Page late = buy(context);
		this.kaspi.advance(Duration.ofMinutes(15));
		expect(late, "EXPIRED");
		lookAt(late, "expired-" + look);

		page.navigate(shop + "/orders");
		lookAt(page, "orders-" + look);
		page.navigate(shop + "/checkout/nobody-knows-it");
		lookAt(page, "not-found-" + look);
	}

	@ParameterizedTest
	@EnumSource
	void nothingJumps(Screen screen) {
		BrowserContext context = customer(screen, "ru");
		context.addInitScript("""
				window.shift = 0;
				new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shift += entry.value))
					.observe({ type: 'layout-shift', buffered: true });
				""");
		Page page = buy(context);
		Locator countdown = page.locator("[data-countdown]");
		String before = countdown.textContent();
		assertThat(countdown).not().hasText(before);
		this.kaspi.cancel(order(page).orderId());
		expect(page, "CANCELLED");
		assertThat(shift(page)).as("cumulative layout shift").isLessThan(0.01);
		page.evaluate("document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'Jump' }))");
		Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> shift(page) > 0.01);
	}

	@Test
	void policyForbidsWhatIsNotTheShopsOwn() {
		Page page = buy(customer(Screen.DESKTOP, "ru"));
		page.evaluate("""
				const script = document.createElement('script');
				script.textContent = 'window.injected = true';
				document.body.append(script);
				""");
		assertThat(page.evaluate("window.injected")).isNull();
		Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
			page.evaluate("1");
			return !this.complaints.isEmpty();
		});
		assertThat(this.complaints).singleElement().asString().contains("inline script");
		this.complaints.clear();
	}

	@Test
	void stateIsReadAloudAndTheCountdownIsNot() {
		Page page = buy(customer(Screen.DESKTOP, "ru"));
		assertThat(page.locator("#announcement")).isEmpty();
		assertThat(page.locator("[aria-live=polite], [role=status]")).hasCount(1);
		assertThat(page.locator("[data-countdown]")).hasAttribute("aria-live", "off");
	}

	private static double shift(Page page) {
		page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
		return ((Number) page.evaluate("window.shift")).doubleValue();
	}

	private static void expect(Page checkout, String... status) {
		assertThat(checkout.locator("#checkout")).hasAttribute("data-status",
				Pattern.compile(String.join("|", status)));
	}

	private static void reloadUntil(Page checkout, String status) {
		Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
			checkout.reload();
			return status.equals(checkout.locator("#checkout").getAttribute("data-status"));
		});
	}

	private static void lookAt(Page page, String name) throws IOException {
		look(page, name);
		AxeResults results = new AxeBuilder(page).setLegacyMode(true).analyze();
		assertThat(results.getPasses()).as(name + " was looked at").isNotEmpty();
		assertThat(results.getViolations()).as(name).filteredOn((rule) -> SERIOUS.contains(rule.getImpact())).isEmpty();
	}

	private static void look(Page page, String name) throws IOException {
		byte[] picture = page.screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED)
			.setFullPage(true)
			.setPath(PICTURES.resolve(name + ".png")));
		if (Boolean.getBoolean("screenshots.update") && IN_README.containsKey(name)) {
			Files.createDirectories(README_PICTURES);
			Files.write(README_PICTURES.resolve(IN_README.get(name)), picture);
		}
		assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).as(name + " fits the screen")
			.isEqualTo(true);
	}

}
