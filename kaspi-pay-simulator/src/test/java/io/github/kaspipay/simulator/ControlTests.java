/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for playing the customer over HTTP.
 */
class ControlTests extends SharedSimulatorTests {

	private static final URI HOOK = URI.create("http://localhost:1/hook");

	@BeforeEach
	void authorize() {
		this.client.authorize();
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

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Site, cross-site, 403", "Sec-Fetch-Site, same-origin, 200",
			"Sec-Fetch-Site, same-site, 403", "Sec-Fetch-Site, none, 200", "Origin, https://evil.example, 403",
			"Origin, null, 403", "Origin, http://localhost:1, 403", "Origin, self, 200" })
	void pagesOfOtherSitesCannotPressItsButtons(String header, String value, int status) {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		HttpResponse<String> answer = this.client.send(this.client.request("/simulator/orders/" + orderId + "/pay")
			.header(header, value.equals("self") ? this.simulator.baseUrl() : value)
			.POST(BodyPublishers.noBody()));
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(this.simulator.order(orderId)).map(SimulatedOrder::status)
			.hasValue((status == 200) ? "PAID" : "INIT");
	}

	@ParameterizedTest
	@CsvSource({ "cross-site, cors, /simulator/orders, 403", "same-site, no-cors, /simulator/requests, 403",
			"same-origin, cors, /simulator/orders, 200", "same-site, navigate, /simulator/orders, 200",
			"cross-site, navigate, /phone, 200" })
	void pagesOfOtherSitesCannotReadIt(String site, String mode, String path, int status) {
		HttpResponse<String> answer = this.client
			.send(this.client.request(path).header("Sec-Fetch-Site", site).header("Sec-Fetch-Mode", mode));
		assertThat(answer.statusCode()).isEqualTo(status);
	}

	@Test
	void nobodyReadsWireMocksJournalOrAddsStubs() {
		this.client.created(ApiClient.orderBody("order_1", "25000"));
		HttpResponse<String> journal = this.client.get("/__admin/requests");
		assertThat(journal.statusCode()).isEqualTo(403);
		assertThat(journal.body()).doesNotContain("Bearer", "Basic");
		assertThat(this.client.post("/__admin/mappings", String.format(Locale.ROOT, """
				{"request":{"urlPath":"/stolen"},"response":{"proxyBaseUrl":"%s"}}""", this.simulator.baseUrl()))
			.statusCode()).isEqualTo(403);
		assertThat(this.client.post("/__admin/mappings/reset").statusCode()).isEqualTo(403);
		assertThat(this.simulator.wireMock().getStubMappings()).hasSize(1);
	}

	@Test
	void simulatorSurvivesWhateverIsResetInWireMock() {
		List<Runnable> resets = List.of(this.simulator.wireMock()::resetAll, this.simulator.wireMock()::resetMappings,
				this.simulator.wireMock()::resetToDefaultMappings,
				() -> this.simulator.wireMock()
					.getStubMappings()
					.forEach(this.simulator.wireMock()::removeStubMapping));
		for (Runnable reset : resets) {
			this.simulator.wireMock().stubFor(WireMock.get("/extra").willReturn(WireMock.aResponse().withStatus(204)));
			assertThat(this.client.get("/extra").statusCode()).isEqualTo(204);
			reset.run();
			assertThat(this.client.get("/extra").statusCode()).isEqualTo(404);
			assertThat(this.client.get("/simulator").statusCode()).isEqualTo(200);
			assertThat(this.simulator.wireMock().getStubMappings()).hasSize(1);
		}
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

}
