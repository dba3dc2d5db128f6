/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.testsupport.ChromiumExtension;
import io.github.kaspipay.testsupport.FreePort;
import org.awaitility.Awaitility;
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
 * Sells a rug where Kaspi is the caller.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT)
@ActiveProfiles("check-pay")
class CheckPayShopTests {

	private static final Pattern LINK = Pattern.compile("href=\"(http://localhost:\\d+/pay/Rugs[^\"]+)\"");

	private static final Pattern PAY = Pattern.compile("action=\"(/phone/account/\\d+)\"");

	private final HttpClient http = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	@Autowired
	private KaspiPaySimulator kaspi;

	@Value("http://localhost:${server.port}")
	private String shop;

	@DynamicPropertySource
	static void ports(DynamicPropertyRegistry registry) {
		int shopPort = FreePort.find();
		int simulatorPort = FreePort.find();
		registry.add("server.port", () -> shopPort);
		registry.add("shop.simulator-port", () -> simulatorPort);
		registry.add("kaspi.pay.base-url", () -> "http://localhost:" + simulatorPort);
	}

	@Test
	void theLinkOpensThePhoneAndTheRugIsPaid() throws Exception {
		HttpResponse<String> checkout = send(request(this.shop + "/checkout").POST(BodyPublishers.noBody()));
		String link = find(LINK, checkout.body()).replace("&amp;", "&");
		HttpResponse<String> due = send(request(link));
		assertThat(due.body()).contains("25\u00a0000\u00a0₸", "Confirm payment");
		HttpResponse<String> paid = send(
				request(this.kaspi.baseUrl() + find(PAY, due.body())).POST(BodyPublishers.noBody()));
		assertThat(paid.body()).contains("<h1>Paid</h1>");
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(send(request(checkout.uri().toString())).body()).contains("Оплачено. Спасибо!"));
		assertThat(send(request(link)).body()).contains("Paid before");
		assertThat(send(request(this.kaspi.baseUrl() + "/phone/account?account=nobody")).body())
			.contains("No such account");
	}

	/**
	 * The customer enters the account by hand, and the checkout follows by itself.
	 */
	@Test
	@ExtendWith(ChromiumExtension.class)
	void theAccountIsEnteredOnThePhone(Browser browser) {
		try (BrowserContext customer = browser.newContext(new Browser.NewContextOptions().setLocale("ru"))) {
			Page checkout = customer.newPage();
			checkout.navigate(this.shop + "/");
			checkout.locator(".product button").click();
			checkout.waitForURL(Pattern.compile(".*/checkout/.+"));
			String link = checkout.locator(".go .button").getAttribute("href");
			Page phone = customer.newPage();
			phone.navigate(this.kaspi.baseUrl() + "/phone/account");
			phone.locator("#account").fill(link.substring(link.lastIndexOf('=') + 1));
			phone.getByText("Continue").click();
			assertThat(phone.locator("h1")).hasText(Pattern.compile("25\\s000\\s₸"));
			phone.locator("button.pay").click();
			assertThat(phone.locator("h1")).hasText("Paid");
			assertThat(checkout.locator("h1")).hasText("Оплачено. Спасибо!");
		}
	}

	private static String find(Pattern pattern, String page) {
		Matcher matcher = pattern.matcher(page);
		assertThat(matcher.find()).as(page).isTrue();
		return matcher.group(1);
	}

	private static HttpRequest.Builder request(String url) {
		return HttpRequest.newBuilder(URI.create(url));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

}
