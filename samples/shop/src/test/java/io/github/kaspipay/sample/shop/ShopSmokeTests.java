package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.test.KaspiPaySimulator;
import io.github.kaspipay.test.SimulatedOrder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives the running shop over HTTP, as a customer and a merchant do.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT)
class ShopSmokeTests {

	private static final String AMOUNT = "25\u00A0000\u00A0₸";

	private static String shop;

	private static String simulator;

	private final HttpClient http = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	@Autowired
	private KaspiPaySimulator kaspi;

	@DynamicPropertySource
	static void ports(DynamicPropertyRegistry registry) throws IOException {
		try (ServerSocket first = new ServerSocket(0); ServerSocket second = new ServerSocket(0)) {
			int shopPort = first.getLocalPort();
			int simulatorPort = second.getLocalPort();
			shop = "http://localhost:" + shopPort;
			simulator = "http://localhost:" + simulatorPort;
			registry.add("server.port", () -> shopPort);
			registry.add("shop.simulator-port", () -> simulatorPort);
			registry.add("kaspi.pay.base-url", () -> "http://localhost:" + simulatorPort);
		}
	}

	@Test
	void orderIsPaidAndRefunded() throws Exception {
		assertThat(get("/").body()).contains("Buy", AMOUNT, simulator + "/phone");
		HttpResponse<String> checkout = buy();
		String path = checkout.uri().getPath();
		assertThat(checkout.body()).contains(AMOUNT, "data-expires-at=", path + "/qr.svg");
		HttpResponse<String> qrCode = get(path + "/qr.svg");
		assertThat(qrCode.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
		assertThat(qrCode.body()).contains("<svg");

		List<String> stream = watch(path);
		Awaitility.await().until(() -> stream.contains("data:{\"status\":\"WAITING\"}"));
		SimulatedOrder order = order(path);
		assertThat(order.amount()).isEqualByComparingTo("25000");
		assertThat(checkout.body()).contains(order.paymentUrl().toString());
		pay(order);
		Awaitility.await().until(() -> stream.contains("data:{\"status\":\"PAID\"}"));
		assertThat(get(path).body()).contains("Paid. Thank you!");
		assertThat(get("/orders").body()).contains(">Paid<");

		assertThat(refund(path, "1000").body()).contains("1\u00A0000\u00A0₸ of order No.", "Partly refunded");
		assertThat(refund(path, "24000.01").body()).contains("was not refunded", "Partly refunded");
		assertThat(refund(path, "").body()).contains("24\u00A0000\u00A0₸ of order No.", ">Refunded<");
		assertThat(get(path).body()).contains("<h1>Refunded</h1>");
		assertThat(order(path).refundedAmount()).isEqualByComparingTo("25000");
	}

	@Test
	void declinedOrderIsCancelled() throws Exception {
		String path = buy().uri().getPath();
		this.kaspi.cancel(order(path).orderId());
		Awaitility.await().until(() -> get(path).body().contains("Payment cancelled"));
	}

	@Test
	void comingBackConfirmsThePayment() throws Exception {
		String path = buy().uri().getPath();
		SimulatedOrder order = order(path);
		pay(order);
		HttpResponse<String> page = send(HttpRequest.newBuilder(order.returnUrl()));
		assertThat(page.uri().getPath()).isEqualTo(path);
		Awaitility.await().until(() -> get(path).body().contains("Paid. Thank you!"));
	}

	@Test
	void unknownOrderIsAFriendlyPage() throws Exception {
		HttpRequest.Builder request = request("/checkout/nobody-knows-it").header("Accept", "text/html");
		HttpResponse<String> page = send(request);
		assertThat(page.statusCode()).isEqualTo(404);
		assertThat(page.body()).contains("There is no such page here").doesNotContain("Whitelabel");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).startsWith("default-src 'self'");
	}

	private HttpResponse<String> buy() throws Exception {
		HttpResponse<String> page = send(request("/checkout").POST(BodyPublishers.noBody()));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri().getPath()).startsWith("/checkout/");
		return page;
	}

	private HttpResponse<String> refund(String path, String amount) throws Exception {
		return send(request("/orders/" + reference(path) + "/refund")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("amount=" + amount)));
	}

	private void pay(SimulatedOrder order) throws Exception {
		URI address = URI.create(simulator + "/simulator/orders/" + order.orderId() + "/pay");
		assertThat(send(HttpRequest.newBuilder(address).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(200);
	}

	private List<String> watch(String path) {
		List<String> lines = new CopyOnWriteArrayList<>();
		HttpRequest request = request(path + "/status").header("Accept", "text/event-stream").build();
		this.http.sendAsync(request, BodyHandlers.ofLines()).thenAccept((answer) -> answer.body().forEach(lines::add));
		return lines;
	}

	private SimulatedOrder order(String path) {
		return this.kaspi.orders()
			.stream()
			.filter((order) -> reference(path).equals(order.reference()))
			.findFirst()
			.orElseThrow();
	}

	private static String reference(String path) {
		return path.substring("/checkout/".length());
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
