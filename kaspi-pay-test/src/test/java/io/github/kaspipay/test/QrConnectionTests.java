/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.qr.SimulatedQr;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application is told that speaks the QR API.
 */
class QrConnectionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
		.withUserConfiguration(KaspiPaySimulatorConfiguration.class)
		.withBean(KaspiPaySimulator.class,
				() -> KaspiPaySimulator.builder().organizationBin("987654321098").apiKey("shop-key").start());

	@Test
	void everythingComesFromTheSimulatorAndWorks() {
		this.runner
			.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.qr.scheme=standard",
					"kaspi.pay.base-url=https://qr.example")
			.run((context) -> {
				Environment environment = context.getEnvironment();
				SimulatedQr qr = context.getBean(KaspiPaySimulator.class).qr();
				String baseUrl = qr.baseUrl(SimulatedQrScheme.STANDARD);
				assertThat(environment.getProperty("kaspi.pay.base-url")).isEqualTo(baseUrl).endsWith("/r2/v01");
				assertThat(context.getBean(KaspiPayConnectionDetails.class).getBaseUrl()).hasToString(baseUrl);
				assertThat(environment.getProperty("kaspi.pay.qr.trade-point-id")).isEqualTo("1");
				String bundle = environment.getRequiredProperty("kaspi.pay.ssl.bundle");
				HttpClient client = HttpClient.newBuilder()
					.sslContext(context.getBean(SslBundles.class).getBundle(bundle).createSslContext())
					.build();
				assertThat(client
					.send(HttpRequest.newBuilder(URI.create(baseUrl + "/health/ping")).build(), BodyHandlers.ofString())
					.body()).contains("\"StatusCode\":0");
			});
	}

	@Test
	void eachSchemeIsToldWhatItNeeds() {
		this.runner
			.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.qr.scheme=enhanced",
					"kaspi.pay.qr.organization-bin=${NOT_SET}")
			.run((context) -> {
				assertThat(context.getEnvironment().getProperty("kaspi.pay.qr.organization-bin"))
					.isEqualTo("987654321098");
				assertThat(context.getEnvironment().getProperty("kaspi.pay.qr.api-key")).isNull();
			});
		this.runner.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.qr.scheme=basic").run((context) -> {
			assertThat(context.getEnvironment().getProperty("kaspi.pay.qr.api-key")).isEqualTo("shop-key");
			assertThat(context.getEnvironment().getProperty("kaspi.pay.qr.organization-bin")).isNull();
		});
	}

	@Test
	void otherApplicationsAreToldNothingOfIt() {
		this.runner.run((context) -> {
			assertThat(context.getEnvironment().getProperty("kaspi.pay.ssl.bundle")).isNull();
			assertThat(context.getBean(SslBundles.class).getBundleNames()).isEmpty();
			assertThat(context.getBean(KaspiPayConnectionDetails.class).getBaseUrl())
				.hasToString(context.getBean(KaspiPaySimulator.class).baseUrl());
		});
	}

}
