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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives the running shop over HTTP, as a customer and a merchant do.
 */
class ShopSmokeTests extends RunningShop {

	private static final String AMOUNT = "25\u00A0000\u00A0₸";

	private final HttpClient http = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	@Test
	void orderIsPaidAndRefunded() throws Exception {
		assertThat(get("/").body()).contains("Купить", AMOUNT, this.kaspi.baseUrl() + "/phone");
		HttpResponse<String> checkout = buy();
		String path = checkout.uri().getPath();
		assertThat(checkout.body()).contains(AMOUNT, "data-expires-at=", path + "/qr.svg");
		HttpResponse<String> qrCode = get(path + "/qr.svg");
		assertThat(qrCode.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
		assertThat(qrCode.body()).contains("<svg");

		List<String> stream = watch(path);
		Awaitility.await().until(() -> isTold(stream, "WAITING"));
		SimulatedOrder order = order(path);
		assertThat(order.amount()).isEqualByComparingTo("25000");
		assertThat(checkout.body()).contains(order.paymentUrl().toString());
		this.kaspi.pay(order.orderId());
		Awaitility.await().until(() -> isTold(stream, "PAID"));
		assertThat(get(path).body()).contains("Оплачено. Спасибо!");
		assertThat(get("/orders").body()).contains(">Оплачен<");

		assertThat(refund(path, "1000", "after-0").body()).contains("Возвращено 1\u00A0000\u00A0₸",
				"Частичный возврат");
		assertThat(refund(path, "1000", "after-0").body()).contains("Возвращено 1\u00A0000\u00A0₸");
		assertThat(order(path).refundedAmount()).isEqualByComparingTo("1000");
		assertThat(refund(path, "500", "after-0").body()).contains("тем временем изменился");
		assertThat(refund(path, "24000.01", "after-1000").body()).contains("тем временем изменился");
		assertThat(refund(path, "24000", "after-1000").body()).contains("Возвращено 24\u00A0000\u00A0₸");
		assertThat(get(path).body()).contains(">Деньги возвращены</h1>");
		assertThat(order(path).refundedAmount()).isEqualByComparingTo("25000");
	}

	@Test
	void comingBackConfirmsThePaymentAtOnce() throws Exception {
		this.kaspi.dropWebhooks(true);
		try {
			String path = buy().uri().getPath();
			SimulatedOrder order = order(path);
			this.kaspi.pay(order.orderId());
			HttpResponse<String> page = send(HttpRequest.newBuilder(order.returnUrl()));
			assertThat(page.uri().getPath()).isEqualTo(path);
			assertThat(page.body()).contains("Оплачено. Спасибо!");
		}
		finally {
			this.kaspi.dropWebhooks(false);
		}
	}

	@Test
	void otherOrdersCannotBeLookedAt() throws Exception {
		String mine = buy().uri().getPath();
		String others = buy().uri().getPath();
		String number = others.substring("/checkout/".length(), others.indexOf('-'));
		String secret = mine.substring(mine.indexOf('-'));
		assertThat(secret).hasSizeGreaterThanOrEqualTo(1 + 128 / 6);
		SimulatedOrder order = order(others);
		for (String guess : List.of(number, number + "-", number + secret, order.orderId(), order.reference(),
				others.substring("/checkout/".length(), others.length() - 1))) {
			for (String page : List.of("", "/status", "/qr.svg")) {
				assertThat(get("/checkout/" + guess + page).statusCode()).as(guess + page).isEqualTo(404);
			}
			assertThat(get("/return?order=" + guess).statusCode()).isEqualTo(404);
		}
		assertThat(get(others).statusCode()).isEqualTo(200);
	}

	@Test
	void unknownOrderIsAFriendlyPage() throws Exception {
		HttpRequest.Builder request = request("/checkout/nobody-knows-it").header("Accept", "text/html");
		HttpResponse<String> page = send(request);
		assertThat(page.statusCode()).isEqualTo(404);
		assertThat(page.body()).contains("Здесь нет такой страницы").doesNotContain("Whitelabel");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).startsWith("default-src 'none'");
	}

	private static boolean isTold(List<String> stream, String status) {
		return stream.stream().anyMatch((line) -> line.startsWith("data:{\"status\":\"" + status + "\""));
	}

	private HttpResponse<String> buy() throws Exception {
		HttpResponse<String> page = send(request("/checkout").POST(BodyPublishers.noBody()));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri().getPath()).startsWith("/checkout/");
		return page;
	}

	private HttpResponse<String> refund(String path, String amount, String key) throws Exception {
		String number = path.substring("/checkout/".length(), path.indexOf('-'));
		return send(request("/orders/" + number + "/refund").header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("amount=" + amount + "&key=" + key)));
	}

	private List<String> watch(String path) {
		List<String> lines = new CopyOnWriteArrayList<>();
		HttpRequest request = request(path + "/status").header("Accept", "text/event-stream").build();
		// not thenAccept: the test itself would read on until the stream ends if the
		// answer is already here
		this.http.sendAsync(request, BodyHandlers.ofLines())
			.thenAcceptAsync((answer) -> answer.body().forEach(lines::add));
		return lines;
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(request(path));
	}

	private static HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(shop + path));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

}
