/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.testsupport.ChromiumExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the control page and the phone in a real browser.
 */
@ExtendWith(ChromiumExtension.class)
class BrowserTests extends SharedSimulatorTests {

	private WatchedBrowser browser;

	@BeforeEach
	void setUp(Browser browser) {
		this.browser = new WatchedBrowser(browser, this.simulator);
		this.client.authorize();
	}

	@AfterEach
	void tearDown() {
		this.browser.close();
	}

	@Test
	void orderAppearsLive() {
		Page page = open("/", WatchedBrowser.desktop());
		assertThat(page.getByText("No orders yet")).isVisible();
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThat(row(page, "order_1")).containsText("25\u00a0000\u00a0₸");
		assertThat(row(page, "order_1")).containsText("Waiting");
		assertThat(page.frameLocator("iframe").getByText("Confirm payment")).isVisible();
		Locator qrCode = page.getByAltText("QR code of the order");
		assertThat(qrCode).hasJSProperty("complete", true);
		assertThat((int) qrCode.evaluate("(image) => image.naturalWidth")).isPositive();
		this.simulator.pay(orderId);
		assertThat(row(page, "order_1")).containsText("Paid");
		assertThat(page.frameLocator("iframe").getByText("Already paid")).isVisible();
	}

	@Test
	void customerPays() {
		String orderId = this.client
			.created(ApiClient.orderBody("order_1", "25000", URI.create("http://localhost:1/")));
		Page page = open("/phone", WatchedBrowser.phone());
		page.getByText("25\u00a0000\u00a0₸").click();
		assertThat(page.getByText("MERCHANT123")).isVisible();
		button(page, "Pay 25").click();
		assertThat(page.getByText("Paid", new Page.GetByTextOptions().setExact(true))).isVisible();
		assertThat(page.getByText("Back to the shop")).hasAttribute("href", "https://shop.example/thanks");
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("PAID");
	}

	@Test
	void customerPaysWithoutJavaScript() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		Page page = open("/phone?order=" + orderId, WatchedBrowser.phone().setJavaScriptEnabled(false));
		button(page, "Pay 25").click();
		assertThat(page.getByText("Paid", new Page.GetByTextOptions().setExact(true))).isVisible();
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("PAID");
	}

	@Test
	void customerLosesTheConnection() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		Page page = open("/phone?order=" + orderId, WatchedBrowser.phone());
		page.route("**/pay", Route::abort);
		button(page, "Pay 25").click();
		assertThat(page.getByText("No connection")).isVisible();
		this.browser.expected("ERR_FAILED");
		page.getByText("Check again").click();
		assertThat(button(page, "Decline")).isVisible();
		button(page, "Decline").click();
		assertThat(page.getByText("Declined")).isVisible();
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("CANCELLED");
	}

	@Test
	void clockForwardExpires() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		Page phone = open("/phone?order=" + orderId, WatchedBrowser.phone());
		Page page = this.browser.openBeside("/");
		assertThat(row(page, "order_1")).containsText("Waiting");
		button(page, "Clock forward by 15 minutes").click();
		assertThat(row(page, "order_1")).containsText("Expired");
		assertThat(page.getByText("15 min ahead")).isVisible();
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("EXPIRED");
		assertThat(phone.getByText("Ask the shop for a new one")).isVisible();
	}

	@Test
	void faultChangesTheAnswer() {
		Page page = open("/", WatchedBrowser.desktop());
		assertThat(page.getByText("No orders yet")).isVisible();
		page.keyboard().press("f");
		Locator dialog = page.getByRole(AriaRole.DIALOG);
		dialog.getByLabel("Status", new Locator.GetByLabelOptions().setExact(true)).fill("507");
		dialog.getByLabel("create").check();
		dialog.getByText("Add", new Locator.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator("#fault-strip")).containsText("Answer 507");
		assertThat(this.client.create(ApiClient.orderBody("order_1", "25000")).statusCode()).isEqualTo(507);
		assertThat(page.locator("#fault-strip")).isEmpty();
		assertThat(this.client.create(ApiClient.orderBody("order_1", "25000")).statusCode()).isEqualTo(201);
		page.keyboard().press("f");
		button(page, "429, Retry-After 5 s").click();
		assertThat(page.locator("#fault-strip")).containsText("Retry-After 5");
		page.keyboard().press("Escape");
		page.locator("#fault-strip").getByLabel("Clear this fault").click();
		assertThat(page.locator("#fault-strip")).isEmpty();
		assertThat(this.client.status("ORD-1").statusCode()).isEqualTo(404);
	}

	@Test
	void faultsOfBodiesAndAmountsAreAdded() {
		Page page = open("/", WatchedBrowser.desktop());
		assertThat(page.getByText("No orders yet")).isVisible();
		page.keyboard().press("f");
		Locator dialog = page.getByRole(AriaRole.DIALOG);
		dialog.getByLabel("What happens").selectOption("api:without");
		dialog.getByText("Add", new Locator.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator("#fault-strip")).containsText("Without refundId, amount");
		page.keyboard().press("f");
		dialog.getByLabel("What happens").selectOption("webhook:amount");
		dialog.locator("[name=amount]").fill("12.5");
		dialog.getByText("Add", new Locator.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator("#fault-strip")).containsText("Webhook says 12.5");
	}

	@Test
	void tellsWhatConnectsAnApplication() {
		Page page = open("/", WatchedBrowser.desktop());
		assertThat(page.getByText("No orders yet")).isVisible();
		button(page, "Connect").click();
		button(page, "Copy properties").click();
		assertThat(copied(page)).isEqualTo(ConnectionProperties.of(this.simulator));
		WatchedBrowser.assertAccessible(page);
	}

	@Test
	void journalChecksSignatures() throws IOException {
		try (WebhookReceiver receiver = new WebhookReceiver()) {
			this.client.created(ApiClient.orderBody("order_1", "25000", receiver.url()));
			Page page = open("/", WatchedBrowser.desktop());
			assertThat(row(page, "order_1")).isVisible();
			page.keyboard().press("p");
			Locator paid = page.locator(".entry.webhook", new Page.LocatorOptions().setHasText("Paid"));
			assertThat(paid.locator("summary")).containsText("signed");
			paid.locator("summary").click();
			assertThat(paid.getByText("The signature fits the body")).isVisible();
			assertThat(paid.locator("pre")).containsText("\n  \"status\": \"PAID\",\n");
			assertThat(paid).not().containsText(receiver.received().get(0).signatures().get(0));
			page.keyboard().press("f");
			button(page, "Wrong signature").click();
			page.keyboard().press("Escape");
			button(page, "Refund 25").click();
			Locator refunded = page.locator(".entry.webhook", new Page.LocatorOptions().setHasText("Refunded"));
			assertThat(refunded.locator("summary")).containsText("bad signature");
		}
	}

	@Test
	void commandsWork(@TempDir Path directory) throws IOException, InterruptedException {
		try (WebhookReceiver receiver = new WebhookReceiver()) {
			Page page = open("/", WatchedBrowser.desktop());
			page.getByText("Copy", new Page.GetByTextOptions().setExact(true)).click();
			assertThat(run(copied(page), directory)).contains("\"status\":\"INIT\"");
			assertThat(this.simulator.orders()).hasSize(1);
			String orderId = this.client.created(ApiClient.orderBody("it's one", "25000", receiver.url()));
			this.client.status(orderId);
			Locator asked = page.locator(".entry.request", new Page.LocatorOptions().setHasText("GET /payment"));
			asked.locator("summary").click();
			asked.getByText("Copy as curl").click();
			assertThat(run(copied(page), directory)).contains("200 OK", "\"orderId\":\"" + orderId + "\"");
			this.simulator.pay(orderId);
			Locator paid = page.locator(".entry.webhook", new Page.LocatorOptions().setHasText("Paid"));
			paid.locator("summary").click();
			paid.getByText("Copy as curl").click();
			assertThat(run(copied(page), directory)).contains("200 OK");
			assertThat(receiver.received()).hasSize(2);
			assertThat(receiver.received().get(1).body()).isEqualTo(receiver.received().get(0).body());
			assertThat(receiver.received().get(1).signatures()).isEqualTo(receiver.received().get(0).signatures());
			assertThat(page.content()).doesNotContain(this.simulator.clientSecret(), this.simulator.webhookSecret());
		}
	}

	@Test
	void ordersAreMadeAndChanged() throws IOException {
		try (WebhookReceiver receiver = new WebhookReceiver()) {
			Page page = open("/", WatchedBrowser.desktop());
			assertThat(page.getByText("No orders yet")).isVisible();
			page.keyboard().press("n");
			page.getByLabel("Reference").fill("from the page");
			page.getByLabel("Webhooks go to").fill(receiver.url().toString());
			button(page, "Create").click();
			assertThat(row(page, "from the page")).containsText("Waiting");
			button(page, "Let it expire").click();
			button(page, "Pay late").click();
			page.getByLabel("Amount to refund, in tenge").fill("5000");
			button(page, "Refund a part").click();
			assertThat(row(page, "from the page")).containsText("Partly refunded");
			assertThat(this.simulator.orders()).extracting(SimulatedOrder::refundedAmount)
				.containsExactly(new BigDecimal("5000"));
			page.getByLabel("Status to force").fill("ON_HOLD");
			button(page, "Force status").click();
			assertThat(row(page, "from the page")).containsText("ON_HOLD");
			button(page, "Send webhook again").click();
			assertThat(page.locator(".entry.webhook", new Page.LocatorOptions().setHasText("ON_HOLD"))).hasCount(2);
			assertThat(receiver.statuses()).containsExactly("EXPIRED", "PAID", "PARTIALLY_REFUNDED", "ON_HOLD",
					"ON_HOLD");
			button(page, "Reset").click();
			page.getByRole(AriaRole.DIALOG).getByText("Reset", new Locator.GetByTextOptions().setExact(true)).click();
			assertThat(page.getByText("No orders yet")).isVisible();
			assertThat(this.simulator.orders()).isEmpty();
		}
	}

	@Test
	void fitsSmallScreensAndScreenReaders() {
		String orderId = this.client.created(ApiClient.orderBody("order_" + "x".repeat(60), "123456789.55"));
		this.simulator.pay(orderId);
		Page page = open("/", WatchedBrowser.phone().setColorScheme(ColorScheme.DARK));
		assertThat(row(page, "order_")).containsText("Paid");
		for (String view : List.of("orders", "order", "journal")) {
			page.locator(String.format(Locale.ROOT, "[data-show=%s]", view)).click();
			WatchedBrowser.assertFits(page);
		}
		page.locator(".entry summary").first().click();
		WatchedBrowser.assertFits(page);
		page.keyboard().press("f");
		WatchedBrowser.assertAccessible(page);
		page.navigate(this.simulator.baseUrl() + "/phone?order=" + orderId);
		WatchedBrowser.assertFits(page);
		WatchedBrowser.assertAccessible(page);
		page.setViewportSize(1440, 900);
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
		page.navigate(this.simulator.baseUrl() + "/");
		assertThat(row(page, "order_")).containsText("Paid");
		WatchedBrowser.assertFits(page);
		WatchedBrowser.assertAccessible(page);
	}

	private Page open(String path, NewContextOptions options) {
		return this.browser.open(path, options);
	}

	private static Locator row(Page page, String reference) {
		return page.locator(".order-row", new Page.LocatorOptions().setHasText(reference));
	}

	private static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
	}

	private static String copied(Page page) {
		assertThat(page.getByText("Copied")).isVisible();
		return (String) page.evaluate("navigator.clipboard.readText()");
	}

	private static String run(String command, Path directory) throws IOException, InterruptedException {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")) && isOnPath("curl"),
				"SKIPPED: there is no sh or no curl, so NOBODY HAS CHECKED the commands of the control page");
		Path output = Files.createTempFile(directory, "output", ".txt");
		Process process = new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
			return Files.readString(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static boolean isOnPath(String program) {
		return List.of(System.getenv("PATH").split(File.pathSeparator))
			.stream()
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
