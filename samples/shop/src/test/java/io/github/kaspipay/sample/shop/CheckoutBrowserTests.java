/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.time.Duration;
import java.util.regex.Pattern;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pays, declines and waits as customers do.
 */
class CheckoutBrowserTests extends BrowserTests {

	private static final String AMOUNT = "25\u00A0000\u00A0₸";

	private static final String PAID = "Оплачено. Спасибо!";

	private static final String EXPIRED = "Срок действия кода истёк";

	@Test
	void codeReadFromTheScreenIsPaid() throws Exception {
		Page page = buy(customer(Screen.DESKTOP, "ru"));
		shows(page, AMOUNT);
		String qrData = scan(page);
		SimulatedOrder scanned = this.kaspi.orders()
			.stream()
			.filter((order) -> order.qrData().equals(qrData))
			.findFirst()
			.orElseThrow();
		this.kaspi.pay(scanned.orderId());
		shows(page, PAID);
		assertThat(page).hasTitle(Pattern.compile("Оплачен · Заказ №.\\d+ · Kiiz"));
		assertThat(page.locator("#announcement")).hasText(Pattern.compile("Оплачен"));
	}

	@Test
	void buttonLeadsToKaspiAndBack() {
		Page page = buy(customer(Screen.PHONE, "ru"));
		String address = page.url();
		page.locator(".go .button").click();
		page.waitForURL(Pattern.compile(".*/phone.*"));
		this.kaspi.dropWebhooks(true);
		pressPayOnThePhone(page);
		goBackToTheShop(page);
		shows(page, PAID);
		assertThat(page).hasURL(address);
	}

	@Test
	void onAPhoneTheButtonComesFirstAndTheCodeUnfolds() throws Exception {
		Page page = buy(customer(Screen.PHONE, "ru"));
		assertThat(page.locator(".go .button")).isInViewport();
		assertThat(page.locator("img.qr:visible")).hasCount(0);
		page.locator(".fold summary").click();
		page.locator(".fold .qr").scrollIntoViewIfNeeded();
		assertThat(scan(page)).isEqualTo(order(page).qrData());
	}

	@Test
	void declinedPaymentCanBeTriedAgain() {
		Page page = buy(customer(Screen.PHONE, "ru"));
		Page phone = page.context().newPage();
		phone.navigate(order(page).paymentUrl().toString());
		pressDeclineOnThePhone(phone);
		shows(page, "Оплата отменена");
		page.getByText("Попробовать ещё раз").click();
		shows(page, AMOUNT);
		this.kaspi.pay(order(page).orderId());
		shows(page, PAID);
	}

	@Test
	void expiredCodeIsRenewedInOneTap() throws Exception {
		Page page = buy(customer(Screen.DESKTOP, "ru"));
		Page secondTab = page.context().newPage();
		secondTab.navigate(page.url());
		String address = page.url();
		String expired = scan(page);
		this.kaspi.advance(Duration.ofMinutes(15));
		shows(page, EXPIRED);
		shows(secondTab, EXPIRED);
		page.getByText("Получить новый код").click();
		shows(page, AMOUNT);
		shows(secondTab, AMOUNT);
		assertThat(page).hasURL(address);
		assertThat(scan(page)).isNotEqualTo(expired).isEqualTo(scan(secondTab)).isEqualTo(order(page).qrData());
		this.kaspi.pay(order(page).orderId());
		shows(page, PAID);
		shows(secondTab, PAID);
	}

	@Test
	void countdownEndsWhereTheServersDoes() {
		Page page = buyByAClockThatCanBeSet();
		page.clock().fastForward("10:00");
		assertThat(page.locator("[data-countdown]")).hasText(Pattern.compile("^4:\\d\\d"));
		assertThat(page.locator("#announcement")).hasText("Код действует ещё 5 минут.");
		page.clock().fastForward("04:00");
		assertThat(page.locator("#announcement")).hasText("Код действует ещё 1 минуту.");
		assertThat(page.locator("[data-countdown]")).hasClass("soon");
		page.clock().fastForward("01:00");
		assertThat(page.locator("[data-countdown]")).hasText(Pattern.compile("^14:\\d\\d"));
	}

	@Test
	void timeOfAnAnswerOnItsWayIsNotGivenToTheCode() {
		Page page = buyByAClockThatCanBeSet();
		page.evaluate("document.getElementById('checkout').dataset.before = ''");
		page.route(page.url(), (route) -> {
			APIResponse answer = route.fetch();
			page.clock().fastForward("05:00");
			route.fulfill(new Route.FulfillOptions().setResponse(answer));
		});
		page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
		assertThat(page.locator("#checkout:not([data-before])")).isVisible();
		assertThat(page.locator("[data-countdown]")).hasText(Pattern.compile("^9:\\d\\d"));
	}

	private Page buyByAClockThatCanBeSet() {
		Page page = customer(Screen.DESKTOP, "ru").newPage();
		page.clock().install();
		page.navigate(shop + "/");
		page.locator(".product button").click();
		assertThat(page.locator("[data-countdown]")).hasText(Pattern.compile("^14:\\d\\d"));
		return page;
	}

	@Test
	void reloadAndBackButtonShowWhatIsTrue() {
		Page page = buy(customer(Screen.PHONE, "ru"));
		page.reload();
		shows(page, AMOUNT);
		SimulatedOrder order = order(page);
		page.locator(".go .button").click();
		page.waitForURL(Pattern.compile(".*/phone.*"));
		this.kaspi.pay(order.orderId());
		page.goBack();
		shows(page, PAID);
		page.reload();
		shows(page, PAID);
	}

	@Test
	void pageThatComesBackFrozenLooksAgain() {
		BrowserContext context = customer(Screen.PHONE, "ru");
		context.route("**/status", Route::abort);
		Page page = buy(context);
		this.kaspi.pay(order(page).orderId());
		assertThat(page.locator(".offline")).isVisible();
		shows(page, AMOUNT);
		page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
		shows(page, PAID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/event-stream" })
	void streamAndQuestionsDoWithoutEachOther(String blocked) {
		BrowserContext context = customer(Screen.DESKTOP, "ru");
		context.route("**/status", (route) -> {
			if (blocked.equals(route.request().headerValue("accept"))) {
				route.abort();
			}
			else {
				route.resume();
			}
		});
		Page page = buy(context);
		this.kaspi.pay(order(page).orderId());
		shows(page, PAID);
	}

	@Test
	void lostConnectionIsSaid() {
		BrowserContext context = customer(Screen.PHONE, "ru");
		Page page = buy(context);
		assertThat(page.locator(".offline")).isHidden();
		context.setOffline(true);
		assertThat(page.locator(".offline")).isVisible();
		this.kaspi.pay(order(page).orderId());
		context.setOffline(false);
		shows(page, PAID);
	}

	@Test
	void keyboardIsNotLeftNowhere() {
		Page page = buy(customer(Screen.DESKTOP, "ru"));
		page.locator(".go .button").focus();
		this.kaspi.pay(order(page).orderId());
		shows(page, PAID);
		assertThat(page.locator("h1")).isFocused();
	}

	@Test
	void contradictionIsNotThePayersProblem() {
		Page page = buy(customer(Screen.PHONE, "ru"));
		SimulatedOrder order = order(page);
		this.kaspi.pay(order.orderId());
		shows(page, PAID);
		this.kaspi.forceStatus(order.orderId(), "CANCELLED");
		Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			page.reload();
			assertThat(page.locator("h1").textContent()).isEqualTo("Мы разбираемся");
		});
	}

	@Test
	void silentKaspiCanBeTriedAgain() {
		this.kaspi.blockMerchant(true);
		Page page = buy(customer(Screen.PHONE, "ru"));
		shows(page, "Kaspi сейчас не отвечает");
		this.kaspi.blockMerchant(false);
		page.getByText("Попробовать ещё раз").click();
		shows(page, AMOUNT);
	}

	@Test
	void paysWithoutJavaScript() {
		Page page = buy(customer(Screen.PHONE.options().setLocale("ru").setJavaScriptEnabled(false)));
		assertThat(page.locator(".go .button")).hasAttribute("href", order(page).paymentUrl().toString());
		this.kaspi.pay(order(page).orderId());
		shows(page, PAID);
	}

	@ParameterizedTest
	@CsvSource({ "ru-RU, ru, Оплатить через Kaspi, 25\u00A0000\u00A0₸, Войлочный ковёр «Сырмак»",
			"kk-KZ, kk, Kaspi арқылы төлеу, 25\u00A0000\u00A0₸, «Сырмақ» киіз кілемі",
			"en-GB, en, Pay with Kaspi, '₸25,000', Syrmaq felt rug" })
	void speaksTheCustomersLanguage(String locale, String language, String pay, String amount, String product) {
		Page page = buy(customer(Screen.PHONE, locale));
		assertThat(page.locator("html")).hasAttribute("lang", language);
		assertThat(page.locator(".go .button")).hasText(pay);
		shows(page, amount);
		assertThat(order(page).description()).startsWith(product);
	}

	@Test
	void languageCanBeSwitched() {
		Page page = buy(customer(Screen.PHONE, "ru"));
		page.getByText("Қаз").click();
		assertThat(page.locator("html")).hasAttribute("lang", "kk");
		assertThat(page.locator(".languages [aria-current]")).hasText("Қаз");
		this.kaspi.pay(order(page.url().replaceAll("\\?.*", "")).orderId());
		shows(page, "Төленді. Рақмет!");
		page.getByText("Дүкенге оралу").click();
		assertThat(page.locator("html")).hasAttribute("lang", "kk");
	}

}
