/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.context.aot.TestContextAotGenerator;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KaspiPayTest}.
 */
class KaspiPayTestAnnotationTests {

	@Test
	void contextStopsItsSimulator() {
		KaspiPaySimulator simulator;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			new KaspiPayTestContextCustomizer().customizeContext(context, null);
			context.refresh();
			simulator = context.getBean(KaspiPaySimulator.class);
			assertThat(simulator.wireMock().isRunning()).isTrue();
		}
		assertThat(simulator.wireMock().isRunning()).isFalse();
	}

	@Test
	void contextsOfAllSuchTestsAreAlike() {
		KaspiPayTestContextCustomizerFactory factory = new KaspiPayTestContextCustomizerFactory();
		assertThat(factory.createContextCustomizer(WithoutWebServer.class, List.of()))
			.isEqualTo(factory.createContextCustomizer(WithWebServer.class, List.of()));
		assertThat(factory.createContextCustomizer(KaspiPayTestAnnotationTests.class, List.of())).isNull();
	}

	@Test
	void contextCanBeProcessedAheadOfTime() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files).processAheadOfTime(Stream.of(WithWebServer.class));
		assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
			.anyMatch((name) -> name.contains("/KaspiPayEventsConfiguration__"));
	}

	@Nested
	@KaspiPayTest
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "kaspi.pay.client-id=another")
	class WithoutWebServer {

		@Autowired
		private KaspiPaySimulator simulator;

		@Autowired
		private KaspiPayConnectionDetails connection;

		@Test
		void connectsTheApplicationToTheSimulator() {
			assertThat(this.connection.getBaseUrl()).hasToString(this.simulator.baseUrl());
			assertThat(this.connection.getMerchantId()).isEqualTo("MERCHANT123");
			assertThat(this.connection.getWebhookSecret()).isEqualTo("demo-webhook-secret");
			assertThat(this.connection.getPreviousWebhookSecret()).isNull();
			assertThat(this.connection.getCallbackUrl()).isNull();
			String token = RestClient.create(this.connection.getBaseUrl())
				.post()
				.uri("/oauth/token")
				.headers((headers) -> headers.setBasicAuth(this.connection.getClientId(),
						this.connection.getClientSecret()))
				.contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.body("grant_type=client_credentials&scope=payment.orders")
				.retrieve()
				.body(String.class);
			assertThat(token).contains("access_token");
			assertThat(this.simulator.requests()).extracting(RecordedRequest::path).contains("/oauth/token");
		}

	}

	@Nested
	@KaspiPayTest
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	class WithWebServer {

		@LocalServerPort
		private int port;

		@Autowired
		private KaspiPayConnectionDetails connection;

		@Test
		void webhooksComeToTheWebServer() {
			assertThat(this.connection.getCallbackUrl())
				.hasToString(String.format(Locale.ROOT, "http://localhost:%d/webhook/kaspi", this.port));
		}

	}

	@Nested
	@KaspiPayTest
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "server.servlet.context-path=/shop", "kaspi.pay.webhook.path=/hooks/kaspi" })
	class WithPathsOfItsOwn {

		@LocalServerPort
		private int port;

		@Autowired
		private KaspiPayConnectionDetails connection;

		@Test
		void webhooksComeToThePath() {
			assertThat(this.connection.getCallbackUrl())
				.hasToString(String.format(Locale.ROOT, "http://localhost:%d/shop/hooks/kaspi", this.port));
		}

	}

	@SpringBootConfiguration
	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	static class Application {

	}

}
