/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refunds as the merchant does.
 */
class OrdersBrowserTests extends BrowserTests {

	@ParameterizedTest
	@EnumSource
	void refundsAPartAndThenTheRest(Screen screen) {
		BrowserContext context = customer(screen, "en");
		Page checkout = buyAndPay(context);
		Page page = openNewestOrder(context);
		assertThat(page.locator("dd:has-text('₸125')")).isVisible();
		assertThat(page.locator("table")).containsText("WEBHOOK");
		assertThat(page.locator("table")).containsText(order(checkout).orderId());

		page.locator("#amount").fill("1000.50");
		page.locator(".refund button").click();
		shows(page, "Refund ₸1,000.50?");
		assertThat(order(checkout).refundedAmount()).isEqualByComparingTo(BigDecimal.ZERO);
		page.getByText("Cancel", new Page.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator("#amount")).hasValue("25000");

		page.locator("#amount").fill("1000.50");
		page.locator(".refund button").click();
		page.getByText("Yes, refund").click();
		assertThat(page.locator(".message")).containsText("Refunded ₸1,000.50");
		assertThat(order(checkout).refundedAmount()).isEqualByComparingTo("1000.50");

		page.locator(".refund button").click();
		page.getByText("Yes, refund ₸23,999.50").click();
		assertThat(page.locator(".message")).containsText("Refunded ₸23,999.50");
		assertThat(page.locator(".refund")).hasCount(0);
		assertThat(order(checkout).status()).isEqualTo("REFUNDED");
		checkout.reload();
		shows(checkout, "Refunded");
	}

	@Test
	void confirmationSentTwiceRefundsOnce() {
		BrowserContext context = customer(Screen.DESKTOP, "en");
		Page checkout = buyAndPay(context);
		Page page = openNewestOrder(context);
		page.locator("#amount").fill("1000");
		page.locator(".refund button").click();
		String confirmation = page.url();
		page.getByText("Yes, refund").click();
		Page stale = context.newPage();
		stale.navigate(confirmation);
		stale.locator("[name=key]").evaluate("(input) => input.value = 'after-0'");
		stale.getByText("Yes, refund").click();
		assertThat(stale.locator(".message")).containsText("Refunded ₸1,000");
		assertThat(order(checkout).refundedAmount()).isEqualByComparingTo("1000");
	}

	@Test
	void pageOfAnotherSiteCannotRefund() {
		BrowserContext context = customer(Screen.DESKTOP, "en");
		Page checkout = buyAndPay(context);
		String action = openNewestOrder(context).url() + "/refund";
		String elsewhere = this.kaspi.baseUrl() + "/elsewhere";
		context.route(elsewhere,
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("text/html")
					.setBody("<form method='post' action='" + action + "'><input name='amount' value='1000'>"
							+ "<input name='key' value='after-0'><button>Win</button></form>")));
		Page page = context.newPage();
		page.navigate(elsewhere);
		Response answer = page.waitForResponse(action, () -> page.getByText("Win").click());
		assertThat(answer.status()).isEqualTo(403);
		assertThat(order(checkout).refundedAmount()).isEqualByComparingTo(BigDecimal.ZERO);
	}

	private Page buyAndPay(BrowserContext context) {
		Page checkout = buy(context);
		SimulatedOrder order = order(checkout);
		this.kaspi.pay(order.orderId());
		shows(checkout, "Paid. Thank you!");
		return checkout;
	}

	private static Page openNewestOrder(BrowserContext context) {
		Page page = context.newPage();
		page.navigate(shop + "/orders");
		page.locator("tbody a").first().click();
		page.locator("#amount").waitFor();
		return page;
	}

}
