/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.time.Duration;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import io.github.kaspipay.testsupport.ChromiumExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the QR API at the control page in a real browser.
 */
@ExtendWith({ ChromiumExtension.class, SharedSimulator.class })
class QrBrowserTests {

	private WatchedBrowser browser;

	private KaspiPaySimulator simulator;

	private QrClient merchant;

	private String device;

	@BeforeEach
	void setUp(Browser browser, KaspiPaySimulator simulator) throws IOException {
		this.browser = new WatchedBrowser(browser, simulator);
		this.simulator = simulator;
		this.merchant = new QrClient(simulator, SimulatedQrScheme.ENHANCED);
		this.device = this.merchant.device();
	}

	@AfterEach
	void tearDown() {
		this.browser.close();
	}

	@Test
	void aPaymentIsScannedConfirmedAndRefunded() throws IOException {
		Page page = this.browser.open("/#qr", WatchedBrowser.desktop());
		assertThat(page.locator("#qr-no-payments")).isVisible();
		String id = this.merchant.created(this.device, "25000");
		Locator payment = page.locator("[data-payment='" + id + "']");
		assertThat(payment).containsText("25\u00a0000\u00a0₸To be scanned");
		assertThat(page.locator("#qr-detail img")).hasJSProperty("complete", true);
		press(page, "Scan");
		assertThat(payment).containsText("To be confirmed");
		assertThat(page.frameLocator("#qr-detail iframe").locator("button.pay")).containsText("Pay 25\u00a0000\u00a0₸");
		press(page, "Confirm");
		assertThat(payment).containsText("Paid");
		assertThat(page.frameLocator("#qr-detail iframe").locator("h1")).hasText("Already paid");
		assertThat(this.merchant.status(id)).isEqualTo("Processed");
		WatchedBrowser.assertAccessible(page);
		page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Refund 25\u00a0000\u00a0₸")).click();
		assertThat(page.locator("#qr-detail .facts")).containsText("Refunded25\u00a0000\u00a0₸");
	}

	@Test
	void theCustomerPaysOnThePhoneBesideIt() throws IOException {
		String first = this.merchant.created(this.device, "1");
		this.merchant.created(this.device, "2");
		Page page = this.browser.open("/#qr", WatchedBrowser.desktop().setColorScheme(ColorScheme.DARK));
		page.locator("[data-payment='" + first + "']").click();
		Locator button = page.frameLocator("#qr-detail iframe").locator("button.pay");
		assertThat(button).hasText("Scan");
		button.click();
		assertThat(button).containsText("Pay 1");
		button.click();
		assertThat(page.frameLocator("#qr-detail iframe").locator("h1")).hasText("Paid");
		assertThat(page.locator("[data-payment='" + first + "']")).containsText("Paid");
		WatchedBrowser.assertAccessible(page);
	}

	@Test
	void whatFailsOrComesTooLate() throws IOException {
		String id = this.merchant.created(this.device, "1");
		Page page = this.browser.open("/#qr", WatchedBrowser.desktop());
		press(page, "Error");
		Locator payment = page.locator("[data-payment='" + id + "']");
		assertThat(payment).containsText("Not paid");
		press(page, "Pay late");
		assertThat(payment).containsText("Paid");
		page.getByPlaceholder("Any status").fill("Chargeback");
		press(page, "Force status");
		assertThat(payment).containsText("Chargeback");
	}

	@Test
	void theCallsAreShownWithoutTokensAndAsCommands() throws IOException {
		String id = this.merchant.created(this.device, "1");
		this.merchant.status(id);
		this.merchant.get("/payment/status/1");
		Page page = this.browser.open("/#qr", WatchedBrowser.desktop());
		assertThat(page.locator("#qr-calls .entry")).hasCount(4);
		assertThat(page.locator("#qr-calls .code.bad")).hasText("-1601");
		Locator create = page.locator("#qr-calls .entry").filter(new Locator.FilterOptions().setHasText("/qr/create"));
		create.locator("summary").click();
		assertThat(create).containsText("\"DeviceToken\": \"***\"");
		create.getByText("Copy as curl").click();
		assertThat(page.locator("#toast")).hasText("Copied");
		assertThat((String) page.evaluate("navigator.clipboard.readText()"))
			.startsWith("curl -i -X POST --cacert authority.pem --cert client.pem 'https://localhost:")
			.contains("/r3/v01/qr/create'", "KASPI_DEVICE_TOKEN")
			.doesNotContain(this.device);
		page.getByText("Orders API").click();
		assertThat(page.locator("#journal-list .entry")).hasCount(0);
	}

	@Test
	void anApplicationIsConnectedWithTheCertificate() throws IOException {
		Page page = this.browser.open("/#qr", WatchedBrowser.desktop());
		press(page, "Connect");
		assertThat(page.locator("#properties")).containsText("kaspi.pay.api=qr");
		String name = page.waitForDownload(() -> page.getByText("client.p12").first().click()).suggestedFilename();
		assertThat(name).isEqualTo("client.p12");
	}

	@Test
	void fitsAPhone() throws IOException {
		this.merchant.created(this.device, "1");
		this.simulator.advance(Duration.ofSeconds(1));
		Page page = this.browser.open("/#qr", WatchedBrowser.phone());
		WatchedBrowser.assertFits(page);
		page.locator(".order-row").first().click();
		assertThat(page.locator("#qr-detail [data-action=scan]")).isVisible();
		WatchedBrowser.assertFits(page);
	}

	private static void press(Page page, String name) {
		page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true)).click();
	}

}
