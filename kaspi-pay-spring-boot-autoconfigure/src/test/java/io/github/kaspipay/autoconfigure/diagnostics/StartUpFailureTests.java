/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.List;
import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.StartUpTests;
import io.github.kaspipay.autoconfigure.WebhookSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What {@link SpringApplication} prints when a property is missing or wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartUpFailureTests {

	private static final List<String> MINIMAL = List.of("--kaspi.pay.merchant-id=MERCHANT123",
			"--kaspi.pay.client-id=client-1", "--kaspi.pay.client-secret=Zq7-client-credential",
			"--kaspi.pay.webhook.secret=whsec-9fK2-current");

	private static String failure(CapturedOutput output, List<String> base, String... more) {
		return failure(output, ShopApplication.class, base, more);
	}

	private static String failure(CapturedOutput output, Class<?> source, List<String> base, String... more) {
		List<String> arguments = new java.util.ArrayList<>(base);
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--" + ShopApplication.WITHOUT_SECURITY));
		for (String argument : more) {
			arguments.removeIf((other) -> other.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
			arguments.add(argument);
		}
		SpringApplication application = new SpringApplicationBuilder(ShopApplication.class, source)
			.web(WebApplicationType.SERVLET)
			.build();
		assertThatException().isThrownBy(() -> application.run(arguments.toArray(new String[0])).close());
		String text = output.toString();
		assertThat(text).contains("APPLICATION FAILED TO START")
			.doesNotContain("Failed to bind properties", "Zq7-client-credential", "whsec-9fK2-current");
		return text.substring(text.lastIndexOf("Description:"));
	}

	@Test
	void namesAllMissingCredentialsAtOnceAndWhereToGetThem(CapturedOutput output) {
		assertThat(failure(output, List.of(), "--kaspi.pay.webhook.secret=whsec-9fK2-current"))
			.contains("kaspi.pay.merchant-id, kaspi.pay.client-id, kaspi.pay.client-secret must be set")
			.contains("https://dashboard.kaspipay.kz", "https://sandbox.kaspipay.kz", "kaspi.pay.environment=sandbox",
					"kaspi.pay.enabled=false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "merchant-id", "client-id", "client-secret" })
	void namesOnlyTheBlankCredential(String blank, CapturedOutput output) {
		assertThat(failure(output, MINIMAL, "--kaspi.pay." + blank + "=  ", "--spring.main.web-application-type=none"))
			.contains(": kaspi.pay." + blank + " must be set.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--kaspi.pay.webhook.secret=", "--kaspi.pay.webhook.secret=\u0020\u0020" })
	void wantsAWebhookSecret(String argument, CapturedOutput output) {
		assertThat(failure(output, MINIMAL, argument)).contains("kaspi.pay.webhook.secret must be set",
				"Kaspi Pay dashboard", "kaspi.pay.webhook.enabled=false");
	}

	@Test
	void wantsAWebhookSecretThatIsThere(CapturedOutput output) {
		assertThat(failure(output, MINIMAL.subList(0, 3))).contains("kaspi.pay.webhook.secret must be set");
	}

	@ParameterizedTest
	@CsvSource({ "secret, changeme", "previous-secret, changeme", "secret, ${KASPI_SECRET}", "secret, ' your_key '" })
	void refusesAPlaceholderAndDoesNotShowIt(String property, String placeholder, CapturedOutput output) {
		String text = failure(output, MINIMAL, "--kaspi.pay.webhook." + property + "=" + placeholder);
		assertRefused(text, property, placeholder.strip());
	}

	@ParameterizedTest
	@ValueSource(strings = { "CHANGE_ME", "your-webhook-secret", "<webhook-secret>", "xxxxxxxx", "***", "todo",
			"webhook_secret", "placeholder", "put-your-key-here" })
	void refusesWhatIsNoSecret(String placeholder) {
		Runners.bareWeb()
			.withPropertyValues(Runners.CREDENTIALS)
			.withPropertyValues("kaspi.pay.webhook.secret=" + placeholder)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(KaspiPayConfigurationException.class)
				.satisfies((cause) -> assertRefused(cause.getMessage(), "secret", placeholder)));
	}

	private static void assertRefused(String text, String property, String placeholder) {
		assertThat(text).contains("kaspi.pay.webhook." + property + " holds a placeholder");
		assertThat(text.replace("webhook.secret", "").replace("webhook secret", "").replace("a placeholder, not", ""))
			.doesNotContain(placeholder);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			base-url                    | http://api.kaspipay.kz
			base-url                    | http://10.0.0.1
			base-url                    | ftp://localhost
			base-url                    | api.kaspipay.kz
			callback-url                | http://shop.example/webhook/kaspi
			callback-url                | /webhook/kaspi
			return-url                  | http://shop.example/thanks
			connect-timeout             | 0s
			connect-timeout             | -1s
			read-timeout                | 0s
			call-timeout                | -5s
			token.refresh-before-expiry | -1s
			polling.interval            | 0s
			polling.duration            | 0s
			polling.give-up-after       | 1m
			rate-limit.requests-per-minute | 0
			rate-limit.burst            | -1
			rate-limit.burst            | 100
			rate-limit.max-wait         | -1s
			rate-limit.fallback-requests-per-minute | 0
			rate-limit.fallback-requests-per-minute | 101
			ledger.max-orders           | 0
			events.max-attempts         | 0
			events.first-pause          | 0s
			events.max-pause            | 1ms
			events.concurrency          | 0
			events.concurrency          | 65
			webhook.max-body-size       | 0B
			webhook.max-body-size       | -1B
			webhook.max-body-size       | 2MB
			webhook.path                | webhook
			webhook.path                | /webhook/**
			webhook.path                | /webhook/{id}
			webhook.signature-header    | ''
			webhook.signed-content      | ''
			fees.qr-rate                | 1.5
			fees.qr-minimum             | -1
			fees.card-rate              | -0.1
			fees.refund-rate            | 2
			""")
	void namesThePropertyThatIsOutOfItsRange(String property, String value) {
		Runners.plain().withPropertyValues("kaspi.pay." + property + "=" + value).run((context) -> {
			FailureAnalysis analysis = StartUpFailures.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("kaspi.pay." + property + " must ");
			assertThat(analysis.getAction()).contains("Correct kaspi.pay." + property + ".");
		});
	}

	@Test
	void explainsAValueThatCannotBeReadBeforeSpringBootDoes(CapturedOutput output) {
		assertThat(failure(output, MINIMAL, "--kaspi.pay.call-timeout=soon"))
			.contains("kaspi.pay.call-timeout cannot be read: it must be a duration such as 20s or 5m.");
	}

	@Test
	void namesThePropertyThatHasSwitchedABeanOff(CapturedOutput output) {
		assertThat(failure(output, StartUpTests.OrderUser.class, MINIMAL, "--kaspi.pay.enabled=false"))
			.contains("KaspiOrderService', and kaspi.pay.enabled=false has switched it off.");
	}

	@Test
	void namesTheSslBundleThatIsNotThere(CapturedOutput output) {
		assertThat(failure(output, MINIMAL, "--kaspi.pay.ssl.bundle=nope"))
			.contains("kaspi.pay.ssl.bundle names the SSL bundle 'nope', which does not exist",
					"spring.ssl.bundle.jks.nope", "correct kaspi.pay.ssl.bundle")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			truststore.location=classpath:nope.p12       | which cannot be used
			options.enabled-protocols=TLSv9              | which cannot be used
			options.ciphers=TLS_WITH_LOVE                | which cannot be used
			""")
	void namesTheSslBundleThatCannotBeUsed(String property, String problem, CapturedOutput output) {
		assertThat(failure(output, MINIMAL, "--kaspi.pay.ssl.bundle=bad", "--spring.ssl.bundle.jks.bad." + property))
			.contains("kaspi.pay.ssl.bundle names the SSL bundle 'bad'", problem)
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			host=proxy.example | port
			port=3128          | host
			password=Zq7-client-credential | host
			""")
	void namesTheProxysPropertyThatIsMissing(String property, String missing, CapturedOutput output) {
		assertThat(failure(output, MINIMAL, "--kaspi.pay.proxy." + property))
			.contains("kaspi.pay.proxy." + missing + " must be ", "Correct kaspi.pay.proxy." + missing + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://merchant:Zq7-client-credential@api.kaspipay.kz",
			"http://api.kaspipay.kz/?key=Zq7-client-credential" })
	void doesNotShowACredentialThatAnAddressHolds(String baseUrl, CapturedOutput output) {
		assertThat(failure(output, MINIMAL, "--kaspi.pay.base-url=" + baseUrl)).contains("kaspi.pay.base-url must ");
	}

	@Test
	void secretIsTakenWithoutTheWhiteSpaceAroundItAndTheUserIsTold(CapturedOutput output) {
		Runners.bareWeb()
			.withPropertyValues(Runners.CREDENTIALS)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("pasted", Map.of("kaspi.pay.webhook.secret", " whsec-9fK2-current\n"))))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
				assertThat(context.getBean(io.github.kaspipay.webhook.KaspiWebhookVerifier.class)
					.verify(body, WebhookSender.sign("{}", "whsec-9fK2-current"))).isTrue();
			});
		assertThat(output).contains("kaspi.pay.webhook.secret has white space around it")
			.doesNotContain("whsec-9fK2-current");
	}

	@Test
	void aBlankPreviousSecretIsNone() {
		Runners.web()
			.withPropertyValues("kaspi.pay.webhook.previous-secret=")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void nonWebApplicationNeedsNoWebhookSecret() {
		Runners.plain()
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(io.github.kaspipay.webhook.KaspiWebhookVerifier.class));
	}

	@Test
	void switchedOffWebhooksNeedNoSecret() {
		Runners.bareWeb()
			.withPropertyValues(Runners.CREDENTIALS)
			.withPropertyValues("kaspi.pay.webhook.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("kaspi.pay.webhookPaths"));
	}

}
