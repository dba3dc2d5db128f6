package io.github.kaspipay.test;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for playing the customer over HTTP, by program and on the phone page.
 */
@ExtendWith(KaspiPaySimulatorExtension.class)
class ControlTests {

	private static final URI HOOK = URI.create("http://localhost:1/hook");

	private KaspiPaySimulator simulator;

	private ApiClient client;

	@BeforeEach
	void setUp(KaspiPaySimulator simulator) {
		this.simulator = simulator;
		this.client = new ApiClient(simulator).authorize();
	}

	@Test
	void paysAndDeclines() {
		String paid = this.client.created(ApiClient.orderBody("order_1", "25000"));
		String declined = this.client.created(ApiClient.orderBody("order_2", "25000"));
		HttpResponse<String> payment = this.client.post("/simulator/orders/" + paid + "/pay");
		assertThat(payment.statusCode()).isEqualTo(200);
		assertThat(ApiClient.json(payment).get("status").stringValue()).isEqualTo("PAID");
		assertThat(this.client.post("/simulator/orders/" + declined + "/decline").statusCode()).isEqualTo(200);
		assertThat(this.simulator.orders()).extracting(SimulatedOrder::status).containsExactly("CANCELLED", "PAID");
	}

	@Test
	void refusesWhatCannotBe() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.simulator.pay(orderId);
		HttpResponse<String> again = this.client.post("/simulator/orders/" + orderId + "/pay");
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(ApiClient.json(again).get("code").stringValue()).isEqualTo("ORDER_STATUS_CONFLICT");
		assertThat(this.client.post("/simulator/orders/" + orderId + "/decline").statusCode()).isEqualTo(409);
		assertThat(this.client.post("/simulator/orders/ORD-1/pay").statusCode()).isEqualTo(404);
		assertThat(this.client.get("/simulator/orders/" + orderId + "/pay").statusCode()).isEqualTo(405);
		assertThat(this.client.post("/simulator/orders/" + orderId + "/steal").statusCode()).isEqualTo(404);
	}

	@Test
	void listsOrders() {
		assertThat(this.client.get("/simulator/orders").body()).isEqualTo("[]");
		this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.client.created(ApiClient.orderBody("order_2", "1234.5", HOOK));
		JsonNode orders = ApiClient.json(this.client.get("/simulator/orders"));
		assertThat(orders).hasSize(2);
		JsonNode newest = orders.get(0);
		assertThat(newest.get("reference").stringValue()).isEqualTo("order_2");
		assertThat(newest.get("amount").decimalValue()).isEqualTo("1234.5");
		assertThat(newest.get("callbackUrl").stringValue()).isEqualTo(HOOK.toString());
		assertThat(orders.get(1).has("callbackUrl")).isFalse();
	}

	@Test
	void letsTimePass() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThat(this.client.post("/simulator/clock/advance?seconds=900").statusCode()).isEqualTo(200);
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("EXPIRED");
		for (String seconds : new String[] { "?seconds=-1", "?seconds=x", "", "?seconds=99999999999999999999",
				"?seconds=9223372036854775807" }) {
			assertThat(this.client.post("/simulator/clock/advance" + seconds).statusCode()).isEqualTo(400);
		}
	}

	@Test
	void controlIsNotInTheJournalOfTheApi() {
		this.client.get("/simulator/orders");
		this.client.get("/phone");
		assertThat(this.simulator.requests()).extracting(RecordedRequest::path).containsExactly("/oauth/token");
	}

	@Test
	void phonePageListsOpenOrders() {
		assertThat(phone("").body()).contains("No orders are waiting");
		String first = this.client.created(ApiClient.orderBody("order_1", "25000"));
		String second = this.client.created(ApiClient.orderBody("order_2", "1234.5"));
		String paid = this.client.created(ApiClient.orderBody("order_3", "1"));
		this.simulator.pay(paid);
		HttpResponse<String> page = phone("");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
		assertThat(page.body()).contains("25\u00a0000\u00a0₸", "1\u00a0234,50\u00a0₸", "order_1", "order_2")
			.contains("action=\"/simulator/orders/" + first + "/pay\"")
			.contains("action=\"/simulator/orders/" + first + "/decline\"")
			.contains("Can be paid for another 15 min")
			.doesNotContain(paid, "order asked", "{{");
		assertThat(phone("?order=" + first).body()).contains("order asked")
			.satisfies((body) -> assertThat(body.indexOf(first)).isLessThan(body.indexOf(second)));
	}

	@Test
	void phonePagePaysWithoutJavaScript() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000", HOOK));
		for (int times = 0; times < 2; times++) {
			HttpResponse<String> answer = submit("/simulator/orders/" + orderId + "/pay");
			assertThat(answer.statusCode()).isEqualTo(303);
			assertThat(answer.headers().firstValue("Location")).hasValue("/phone?order=" + orderId);
		}
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("PAID");
		assertThat(phone("?order=" + orderId).body()).contains("Paid", "href=\"https://shop.example/thanks\"")
			.doesNotContain("<form");
	}

	@Test
	void phonePageDeclines() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThat(submit("/simulator/orders/" + orderId + "/decline").statusCode()).isEqualTo(303);
		assertThat(phone("?order=" + orderId).body()).contains("Cancelled").doesNotContain("Back to the shop");
	}

	@Test
	void phonePageEscapesEverything() {
		String script = "<script>alert('1')</script>{{orders}}";
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000")
			.replace("order_1", script + " $1")
			.replace("Payment", "\\\"><img src=x onerror=alert(2)> &amp;")
			.replace("\"reference\"", "\"return_url\":\"https://a.example/?a='b'&c=d\",\"reference\""));
		String open = phone("").body();
		assertThat(open).doesNotContain("<script>alert", "<img")
			.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{{orders}} $1")
			.contains("&quot;&gt;&lt;img src=x onerror=alert(2)&gt; &amp;amp;");
		this.simulator.forceStatus(orderId, "\"><b>x</b>");
		assertThat(phone("?order=" + orderId).body()).doesNotContain("<script>alert", "<img", "<b>")
			.contains("href=\"https://a.example/?a=&#39;b&#39;&amp;c=d\"");
		assertThat(phone("?order=%3Cb%3Ebold").body()).doesNotContain("<b>")
			.contains("There is no order &lt;b&gt;bold");
	}

	private HttpResponse<String> phone(String query) {
		return this.client.get("/phone" + query);
	}

	private HttpResponse<String> submit(String path) {
		return this.client.send(this.client.request(path)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.noBody()));
	}

}
