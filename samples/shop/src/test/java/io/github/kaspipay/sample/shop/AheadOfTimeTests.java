/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.testsupport.FreePort;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.AotDetector;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sells a rug in the shop as the build processed it ahead of time.
 */
@Tag("ahead-of-time")
class AheadOfTimeTests {

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

	@Test
	void sellsARug() throws Exception {
		assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
		int port = FreePort.find();
		int simulatorPort = FreePort.find();
		SpringApplicationBuilder application = new SpringApplicationBuilder(ShopApplication.class)
			.main(ShopApplication.class);
		try (ConfigurableApplicationContext shop = application.run("--server.port=" + port,
				"--shop.simulator-port=" + simulatorPort, "--kaspi.pay.base-url=http://localhost:" + simulatorPort)) {
			KaspiPaySimulator kaspi = shop.getBean(KaspiPaySimulator.class);
			HttpResponse<String> checkout = send(
					HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/checkout"))
						.POST(BodyPublishers.noBody()));
			assertThat(checkout.statusCode()).isEqualTo(200);
			Awaitility.await().until(() -> !kaspi.orders().isEmpty());
			kaspi.pay(kaspi.orders().get(0).orderId());
			Awaitility.await()
				.untilAsserted(() -> assertThat(send(HttpRequest.newBuilder(checkout.uri())).body())
					.contains("Оплачено. Спасибо!"));
			assertThat(send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"))).body())
				.contains(">Оплачен<");
		}
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

}
