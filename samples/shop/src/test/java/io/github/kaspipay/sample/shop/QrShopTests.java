/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

import com.google.zxing.NotFoundException;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.qr.SimulatedQrPayment;
import io.github.kaspipay.testsupport.ChromiumExtension;
import io.github.kaspipay.testsupport.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sells a rug over the QR API.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT)
@ActiveProfiles("qr")
@ExtendWith(ChromiumExtension.class)
class QrShopTests {

	@Autowired
	private KaspiPaySimulator kaspi;

	@Value("http://localhost:${server.port}")
	private String shop;

	@DynamicPropertySource
	static void ports(DynamicPropertyRegistry registry) {
		int shopPort = FreePort.find();
		int simulatorPort = FreePort.find();
		int qrPort = FreePort.find();
		registry.add("server.port", () -> shopPort);
		registry.add("shop.simulator-port", () -> simulatorPort);
		registry.add("shop.simulator-qr-port", () -> qrPort);
	}

	@AfterEach
	void endTheVisit(Browser browser) {
		browser.contexts().forEach(BrowserContext::close);
	}

	/**
	 * The customer scans what the checkout shows, and the checkout follows by itself.
	 */
	@Test
	void theCodeIsScannedAndTheRugIsPaid(Browser browser) throws IOException, NotFoundException {
		this.kaspi.qr().windows(Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofSeconds(65));
		BrowserContext customer = browser.newContext(BrowserTests.Screen.DESKTOP.options().setLocale("en"));
		Page checkout = customer.newPage();
		checkout.navigate(this.shop + "/");
		checkout.locator(".product button").click();
		checkout.waitForURL(Pattern.compile(".*/checkout/.+"));
		String code = BrowserTests.scan(checkout);
		SimulatedQrPayment payment = this.kaspi.qr().payments().get(0);
		assertThat(payment.content()).isEqualTo(code);
		Page phone = customer.newPage();
		phone.navigate(this.kaspi.baseUrl() + "/phone?payment=" + payment.paymentId());
		phone.locator("button.pay").click();
		assertThat(phone.locator("button.pay")).hasText(Pattern.compile("Pay 25\\s000\\s₸"));
		phone.locator("button.pay").click();
		assertThat(phone.locator("h1")).hasText("Paid");
		assertThat(checkout.locator("h1")).hasText("Paid. Thank you!");
	}

}
