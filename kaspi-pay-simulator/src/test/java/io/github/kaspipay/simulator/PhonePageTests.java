/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the customer's phone, as a browser without JavaScript uses it.
 */
class PhonePageTests extends SharedSimulatorTests {

	private static final URI HOOK = URI.create("http://localhost:1/hook");

	@BeforeEach
	void authorize() {
		this.client.authorize();
	}

	@Test
	void listsOpenOrders() {
		assertThat(phone("").body()).contains("Nothing to pay");
		String first = this.client.created(ApiClient.orderBody("order_1", "25000"));
		String second = this.client.created(ApiClient.orderBody("order_2", "1234.5"));
		String paid = this.client.created(ApiClient.orderBody("order_3", "1"));
		this.simulator.pay(paid);
		HttpResponse<String> page = phone("");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
		assertThat(page.body()).contains("25\u00a0000\u00a0₸", "1\u00a0234,50\u00a0₸", "15 min")
			.contains("href=\"/phone?order=" + first + "\"", "href=\"/phone?order=" + second + "\"")
			.doesNotContain(paid, "{{");
	}

	@Test
	void asksForConfirmation() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThat(phone("?order=" + orderId).body())
			.contains("MERCHANT123", "25\u00a0000\u00a0₸", "Payment", "order_1", orderId)
			.contains("action=\"/simulator/orders/" + orderId + "/pay\"")
			.contains("action=\"/simulator/orders/" + orderId + "/decline\"")
			.doesNotContain("{{");
	}

	@Test
	void paysOnce() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000", HOOK));
		HttpResponse<String> first = submit("/simulator/orders/" + orderId + "/pay");
		assertThat(first.statusCode()).isEqualTo(303);
		assertThat(phone(query(first)).body()).contains(">Paid<", "href=\"https://shop.example/thanks\"")
			.doesNotContain("<form");
		HttpResponse<String> second = submit("/simulator/orders/" + orderId + "/pay");
		assertThat(second.statusCode()).isEqualTo(303);
		assertThat(phone(query(second)).body()).contains("Already paid");
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("PAID");
	}

	@Test
	void declines() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		HttpResponse<String> answer = submit("/simulator/orders/" + orderId + "/decline");
		assertThat(answer.statusCode()).isEqualTo(303);
		assertThat(phone(query(answer)).body()).contains("Declined").doesNotContain("Back to the shop");
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status).hasValue("CANCELLED");
	}

	@Test
	void saysWhatBecameOfAnOrder() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.simulator.expire(orderId);
		assertThat(phone("?order=" + orderId).body()).contains("Expired").doesNotContain("<form");
		assertThat(phone(query(submit("/simulator/orders/" + orderId + "/pay"))).body()).contains("Expired");
		this.simulator.payLate(orderId);
		this.simulator.refund(orderId, new BigDecimal("5000"));
		assertThat(phone("?order=" + orderId).body()).contains("Partially refunded", "5\u00a0000\u00a0₸ came back");
		this.simulator.forceStatus(orderId, "ON_HOLD");
		assertThat(phone("?order=" + orderId).body()).contains("ON_HOLD").doesNotContain("<form");
		assertThat(phone("?order=ORD-1").body()).contains("There is no order ORD-1");
	}

	@Test
	void escapesEverything() {
		String script = "<script>alert('1')</script>{{content}}";
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000")
			.replace("order_1", script + " $1")
			.replace("Payment", "\\\"><img src=x onerror=alert(2)> &amp;")
			.replace("\"reference\"", "\"return_url\":\"https://a.example/?a='b'&c=d\",\"reference\""));
		assertThat(phone("").body()).doesNotContain("<script>alert", "<img");
		assertThat(phone("?order=" + orderId).body()).doesNotContain("<script>alert", "<img")
			.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{{content}} $1")
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

	private static String query(HttpResponse<String> seeOther) {
		String location = seeOther.headers().firstValue("Location").orElseThrow();
		return location.substring("/phone".length());
	}

	private HttpResponse<String> submit(String path) {
		return this.client.send(this.client.request(path)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.noBody()));
	}

}
