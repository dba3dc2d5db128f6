/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the pages are made of.
 */
class PagesTests extends SharedSimulatorTests {

	@Test
	void pagesAllowNothingButTheSimulatorsOwnFiles() {
		for (String path : List.of("/", "/phone")) {
			HttpResponse<String> page = this.client.get(path);
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
			assertThat(page.headers().firstValue("Content-Security-Policy")).get()
				.asString()
				.contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
				.doesNotContain("unsafe", "http");
			assertThat(page.body()).doesNotContain("<style", "style=", "<script>", "onclick=", "\"https://");
		}
	}

	@Test
	void servesStylesAndScripts() {
		assertThat(this.client.get("/simulator/web/phone.js").headers().firstValue("Content-Type"))
			.hasValue("text/javascript; charset=UTF-8");
		assertThat(this.client.get("/simulator/web/control.css").headers().firstValue("Content-Type"))
			.hasValue("text/css; charset=UTF-8");
		for (String path : List.of("none.js", "phone.html", "..%2Fphone.js", "../phone.js")) {
			assertThat(this.client.get("/simulator/web/" + path).statusCode()).isEqualTo(404);
		}
		assertThat(this.client.post("/simulator/web/phone.js").statusCode()).isEqualTo(405);
	}

	@Test
	void drawsTheQrCodeAsTheShopDoes() throws Exception {
		String orderId = this.client.authorize().created(ApiClient.orderBody("order_1", "25000"));
		HttpResponse<String> image = this.client.get("/simulator/orders/" + orderId + "/qr.svg");
		assertThat(image.headers().firstValue("Content-Type")).hasValue("image/svg+xml; charset=UTF-8");
		assertThat(decode(image.body())).isEqualTo(this.simulator.order(orderId).orElseThrow().qrData());
		assertThat(this.client.get("/simulator/orders/ORD-1/qr.svg").statusCode()).isEqualTo(404);
	}

	private static String decode(String svg) throws Exception {
		int quietZone = 4;
		Matcher width = Pattern.compile("width=\"(\\d+)\"").matcher(svg);
		assertThat(width.find()).isTrue();
		BitMatrix modules = new BitMatrix(Integer.parseInt(width.group(1)) - 2 * quietZone);
		Matcher dark = Pattern.compile("M(\\d+) (\\d+)h1").matcher(svg);
		while (dark.find()) {
			modules.set(Integer.parseInt(dark.group(1)) - quietZone, Integer.parseInt(dark.group(2)) - quietZone);
		}
		return new Decoder().decode(modules).getText();
	}

	@Test
	void givesTokensToCommands() {
		String token = this.client.post("/simulator/token").body();
		HttpResponse<String> answer = this.client
			.send(this.client.request("/payment/orders/ORD-1").header("Authorization", "Bearer " + token));
		assertThat(answer.statusCode()).isEqualTo(404);
	}

	@Test
	void journalOfWireMockHasNoCredentials() {
		String token = this.client.post("/simulator/token").body();
		this.client.token("Basic ZGVtbzpkZW1vLXNlY3JldA==", "application/x-www-form-urlencoded",
				"grant_type=client_credentials&scope=payment.orders&client_secret=sesame");
		String body = this.client
			.send(this.client.request("/payment/orders/ORD-1").header("Authorization", "Bearer " + token))
			.body();
		assertThat(body).contains("ORDER_NOT_FOUND");
		List<ServeEvent> events = this.simulator.wireMock().getAllServeEvents();
		assertThat(events).hasSize(3);
		assertThat(Json.write(events)).doesNotContain(token, "ZGVtbzpkZW1vLXNlY3JldA", "sesame", "access_token")
			.contains("Bearer ***", "Basic ***", "ORDER_NOT_FOUND");
		this.simulator.wireMock()
			.verify(WireMock.getRequestedFor(WireMock.urlPathEqualTo("/payment/orders/ORD-1"))
				.withHeader("Authorization", WireMock.matching("Bearer .+")));
	}

	@Test
	void journalKeepsClientSecretsToItself() {
		this.client.token("", "application/x-www-form-urlencoded",
				"grant_type=client_credentials&client_secret=sesame&client_id=demo");
		assertThat(this.simulator.requests()).extracting(RecordedRequest::body)
			.containsExactly("grant_type=client_credentials&client_secret=***&client_id=demo");
	}

}
