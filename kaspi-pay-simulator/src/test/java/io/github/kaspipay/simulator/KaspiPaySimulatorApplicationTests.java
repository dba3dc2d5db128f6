/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Properties;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link KaspiPaySimulatorApplication}.
 */
class KaspiPaySimulatorApplicationTests {

	@Test
	void argumentsWinOverTheEnvironment() {
		String[] args = { "--port=0", "--client-id=shop", "--webhook-secret=a=b" };
		Map<String, String> environment = Map.of("KASPI_SIMULATOR_PORT", "1", "KASPI_SIMULATOR_CLIENT_ID", "other",
				"KASPI_SIMULATOR_CLIENT_SECRET", "hush", "KASPI_SIMULATOR_MERCHANT_ID", "SHOP");
		try (KaspiPaySimulator simulator = KaspiPaySimulatorApplication.start(args, environment)) {
			assertThat(simulator.clientId()).isEqualTo("shop");
			assertThat(simulator.clientSecret()).isEqualTo("hush");
			assertThat(simulator.merchantId()).isEqualTo("SHOP");
			assertThat(simulator.webhookSecret()).isEqualTo("a=b");
			assertThat(KaspiPaySimulatorApplication.greeting(simulator)).contains(simulator.baseUrl() + "/\n", "SHOP")
				.contains("kaspi.pay.client-secret=${KASPI_CLIENT_SECRET}\n")
				.doesNotContain("hush", "a=b");
		}
	}

	@Test
	void tellsWhatConnectsAnApplication() throws IOException {
		try (KaspiPaySimulator simulator = KaspiPaySimulatorApplication.start(new String[] { "--port=0" }, Map.of())) {
			Properties properties = new Properties();
			properties.load(new StringReader(ConnectionProperties.of(simulator)));
			assertThat(properties).containsOnly(entry("kaspi.pay.base-url", simulator.baseUrl()),
					entry("kaspi.pay.merchant-id", "MERCHANT123"), entry("kaspi.pay.client-id", "demo"),
					entry("kaspi.pay.client-secret", "demo-secret"),
					entry("kaspi.pay.webhook.secret", "demo-webhook-secret"),
					entry("kaspi.pay.callback-url", "http://localhost:8080/webhook/kaspi"));
			assertThat(KaspiPaySimulatorApplication.greeting(simulator))
				.endsWith("\n\n" + ConnectionProperties.of(simulator));
			assertThat(new ApiClient(simulator).get("/simulator/properties").body())
				.isEqualTo(ConnectionProperties.of(simulator));
		}
	}

	@Test
	void goesOnWithoutTheQrApiWhereItsPortIsTaken() throws IOException {
		ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		try (KaspiPaySimulator simulator = KaspiPaySimulatorApplication
			.start(new String[] { "--port=0", "--qr-port=" + taken.getLocalPort() }, Map.of())) {
			assertThat(KaspiPaySimulatorApplication.qrGreeting(simulator)).contains("There is no QR API", "--qr-port");
			assertThat(new ApiClient(simulator).get("/simulator").statusCode()).isEqualTo(200);
			taken.close();
			assertThat(KaspiPaySimulatorApplication.qrGreeting(simulator)).contains(":" + taken.getLocalPort() + "/r3");
		}
	}

	@Test
	void theCertificateHasTheFurtherNamesThatItCanHave() throws Exception {
		String[] args = { "--port=0", "--qr-port=0", "--allowed-hosts=[fe80::1],host.docker.internal,192.168.7.7" };
		try (KaspiPaySimulator simulator = KaspiPaySimulatorApplication.start(args, Map.of())) {
			int port = URI.create(simulator.qr().baseUrl(SimulatedQrScheme.BASIC)).getPort();
			SSLContext context = simulator.qr().certificates().clientContext();
			try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
				X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
				assertThat(certificate.getSubjectAlternativeNames()).extracting((name) -> name.get(1).toString())
					.contains("localhost", "host.docker.internal", "192.168.7.7", "127.0.0.1");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "--port=x,--port must be a whole number", "--webhook-secret=,--webhook-secret: The webhook secret",
			"--color=red,Unknown option --color. Options: --port=...", "8089,Unknown option 8089",
			"--port,Unknown option --port" })
	void refusesWhatItDoesNotKnow(String argument, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KaspiPaySimulatorApplication.start(new String[] { argument }, Map.of()))
			.withMessageContaining(message);
	}

}
