/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.kaspipay.simulator.checkpay.AnswerFormat;
import io.github.kaspipay.simulator.checkpay.SimulatedCheckPay;
import io.github.kaspipay.testsupport.ChromiumExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Kaspi as the caller of check/pay, at the control page in a real browser.
 */
@ExtendWith({ ChromiumExtension.class, SharedSimulator.class })
class CheckPayBrowserTests {

	private WatchedBrowser browser;

	private KaspiPaySimulator simulator;

	private CheckPayMerchant merchant;

	@BeforeEach
	void setUp(Browser browser, KaspiPaySimulator simulator) throws IOException {
		this.browser = new WatchedBrowser(browser, simulator);
		this.simulator = simulator;
		this.merchant = new CheckPayMerchant();
		simulator.checkPay().merchant(this.merchant.url());
	}

	@AfterEach
	void tearDown() {
		this.browser.close();
		this.merchant.close();
	}

	@Test
	void customerPaysOnThePhoneAndTheCallIsRepeated() {
		this.merchant.answerWith((asked) -> CheckPayMerchant.json(asked, 0, "25000.00")
			.replace("\"comment\"", "\"fields\":{\"field1\":{\"@name\":\"Order\",\"#text\":\"№ 1001\"}},\"comment\""));
		Page page = open();
		FrameLocator phone = page.frameLocator("iframe");
		phone.getByLabel("Order, contract or phone number").fill("https://kaspi.kz/pay/Shop?service_id=1&5=1001");
		phone.getByText("Continue").click();
		assertThat(phone.getByText("№ 1001")).isVisible();
		assertThat(entry(page, "Can be paid")).containsText("1001");
		phone.locator("button.pay").click();
		assertThat(phone.locator("h1")).hasText("Paid");
		Locator paid = page.locator("[data-command=pay]");
		assertThat(paid).containsText("25\u00a0000\u00a0₸");
		paid.locator("summary").click();
		assertThat(paid).containsText("The payment was made.");
		button(page, "50 at once").click();
		assertThat(page.locator("#toast")).containsText("50× Paid, P-1001");
		assertThat(paid.locator("summary")).containsText("51×");
		assertThat(paid.locator("table")).containsText("51 calls");
		WatchedBrowser.assertAccessible(page);
		assertThat(this.merchant.asked()).hasSize(52);
	}

	@Test
	void saysWhatMustNotBe() {
		AtomicInteger payments = new AtomicInteger();
		this.merchant.answerWith((asked) -> CheckPayMerchant.json(asked,
				(asked.get("command").equals("pay") && payments.getAndIncrement() > 0) ? 3 : 0, "25000.00"));
		Page page = open();
		attempt(page, "1001", "Check and pay");
		page.locator("[data-command=pay] summary").click();
		button(page, "Repeat").click();
		Locator doubled = entry(page, "Repeated with another answer");
		assertThat(doubled).containsText("1×Paid before");
		page.getByLabel("Caller, in X-Forwarded-For").selectOption("194.187.247.152, 203.0.113.7");
		page.getByLabel("Another sum, ₸").fill("1.5");
		attempt(page, "1002", "Pay this sum without a check");
		Locator stranger = entry(page, "A stranger was answered");
		assertThat(stranger).containsText("1002");
		stranger.locator("summary").click();
		assertThat(stranger).containsText("194.187.247.152, 203.0.113.7 (a stranger)");
		assertThat(stranger).containsText("It was paid by another payment.");
	}

	@Test
	void refusedCallersBrokenConnectionsAndRaces() {
		Page page = open();
		this.merchant.answerWith(403, Map.of());
		page.getByLabel("Caller, in X-Forwarded-For").selectOption("203.0.113.7");
		attempt(page, "1001", "Check");
		assertThat(entry(page, "Broken connection: HTTP 403")).not().containsText("A stranger was answered");
		this.merchant.answerWith(200, Map.of());
		page.getByLabel("Caller, in X-Forwarded-For").selectOption(SimulatedCheckPay.KASPI_ADDRESS);
		page.getByLabel("Takes answers in").selectOption("xml");
		attempt(page, "1002", "Check");
		assertThat(entry(page, "XML was agreed, and this is JSON")).isVisible();
		page.getByLabel("Takes answers in").selectOption("any");
		attempt(page, "1003", "Two at once");
		assertThat(page.locator("#toast")).containsText("Of two payments: Paid · Paid");
		assertThat(entry(page, "1003")).hasCount(3);
		this.merchant.hang();
		page.getByLabel("Waits for an answer").selectOption("100");
		attempt(page, "1004", "Check and pay");
		assertThat(entry(page, "no answer within 0.1 s")).isVisible();
	}

	@Test
	void callsOnlyThisMachine() {
		Page page = open();
		page.getByLabel("Merchant, on this machine").fill("http://192.168.1.1/kaspi");
		page.getByLabel("Merchant, on this machine").press("Tab");
		assertThat(page.locator("#toast")).containsText("--check-pay-url");
		this.browser.expected("400");
		assertThat(page.getByLabel("Merchant, on this machine")).hasValue(this.merchant.url().toString());
		assertThat(new ApiClient(this.simulator).get("/simulator/check-pay").body())
			.contains(this.merchant.url().toString());
	}

	@Test
	void tellsWhatConnectsAnApplication() {
		Page page = open();
		button(page, "Connect").click();
		assertThat(page.locator("#properties"))
			.hasText(new ApiClient(this.simulator).get("/simulator/check-pay/properties").body().strip());
	}

	@Test
	void fitsSmallScreensAndScreenReaders() {
		this.simulator.checkPay().pay("x".repeat(200));
		this.simulator.checkPay().format(AnswerFormat.XML);
		this.simulator.checkPay().check("1001");
		Page page = this.browser.open("/#check-pay", WatchedBrowser.phone().setColorScheme(ColorScheme.DARK));
		entry(page, "XML was agreed").locator("summary").click();
		WatchedBrowser.assertFits(page);
		WatchedBrowser.assertAccessible(page);
		page.setViewportSize(1100, 800);
		page.setViewportSize(1440, 900);
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
		WatchedBrowser.assertFits(page);
		WatchedBrowser.assertAccessible(page);
		page.getByText("Orders API").click();
		assertThat(page.getByText("No orders yet")).isVisible();
		page.keyboard().press("n");
		assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
	}

	private Page open() {
		Page page = this.browser.open("/", WatchedBrowser.desktop());
		page.getByText("Check/pay").click();
		assertThat(page.getByText("Kaspi has not called")).isVisible();
		return page;
	}

	private static void attempt(Page page, String account, String button) {
		page.getByLabel("Account, or what a QR code says").fill(account);
		page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true)).click();
	}

	private static Locator entry(Page page, String text) {
		return page.locator("#check-pay .entry", new Page.LocatorOptions().setHasText(text));
	}

	private static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
	}

}
