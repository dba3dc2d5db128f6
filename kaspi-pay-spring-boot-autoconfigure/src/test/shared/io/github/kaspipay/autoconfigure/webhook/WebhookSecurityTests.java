/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.List;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link KaspiPaySecurityAutoConfiguration} over real HTTP.
 */
class WebhookSecurityTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
		List<Class<?>> all = new java.util.ArrayList<>(more);
		all.add(OtherPages.class);
		return ShopApplication.start(api, all, properties);
	}

	private static void assertOnlyTheWebhookPasses(ConfigurableApplicationContext application, String prefix,
			String reference) {
		application.getBean(KaspiOrderService.class)
			.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
		WebhookSender sender = new WebhookSender(application, prefix + "/webhook/kaspi");
		String body = WebhookSender.body(reference, "PAID", "25000");
		assertThat(sender.send(body).statusCode()).isEqualTo(200);
		assertThat(sender.send(body, WebhookSender.SIGNATURE, "0".repeat(64)).body()).isEqualTo("UNAUTHORIZED");
		await().until(() -> application.getBean(ShopApplication.Listener.class).of(reference).size() == 1);
		assertThat(sender.get().statusCode()).isIn(401, 302);
		assertThat(sender.method("PUT", body).statusCode()).isIn(401, 403, 302);
		for (String path : List.of("/other", "/webhook", "/webhook/other", "/webhook/kaspi/more")) {
			WebhookSender elsewhere = new WebhookSender(application, prefix + path);
			assertThat(elsewhere.get().statusCode()).as(path).isIn(401, 302);
			assertThat(elsewhere.send(body).statusCode()).as(path).isIn(401, 403, 302);
		}
	}

	@ParameterizedTest
	@CsvSource({ "'',''", "server.servlet.context-path=/shop,/shop", "spring.mvc.servlet.path=/mvc,/mvc" })
	void bootsOwnChainStaysAndLetsOnlyTheWebhookPass(String property, String prefix) {
		String[] properties = property.isEmpty() ? new String[0] : new String[] { property };
		try (ConfigurableApplicationContext application = start(List.of(), properties)) {
			assertThat(application.getBeansOfType(SecurityFilterChain.class)).hasSize(1);
			assertOnlyTheWebhookPasses(application, prefix, "boot" + prefix.replace('/', '-'));
		}
	}

	@Test
	void applicationsOwnChainLetsOnlyTheWebhookPass() {
		try (ConfigurableApplicationContext application = start(List.of(OwnChain.class))) {
			assertThat(application.getBeansOfType(SecurityFilterChain.class)).containsOnlyKeys("ownChain");
			assertOnlyTheWebhookPasses(application, "", "own");
		}
	}

	@Test
	void nothingPassesWhenTheApplicationWantsItSo() {
		try (ConfigurableApplicationContext application = start(List.of(), "kaspi.pay.webhook.bypass-security=false")) {
			assertThat(new WebhookSender(application).send(WebhookSender.body("kept-out", "PAID", "1")))
				.satisfies((answer) -> {
					assertThat(answer.statusCode()).isIn(401, 403);
					assertThat(answer.body()).isNotEqualTo("UNAUTHORIZED");
				});
			assertThat(application.containsBean("kaspi.pay.webhookSecurityCustomizer")).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource({ "kaspi.pay.webhook.enabled=false", "kaspi.pay.enabled=false" })
	void nothingPassesWithoutTheWebhook(String off) {
		new WebApplicationContextRunner().withConfiguration(Runners.KASPI_PAY)
			.withPropertyValues(Runners.CREDENTIALS)
			.withPropertyValues(off)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("kaspi.pay.webhookSecurityCustomizer"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChain {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@RestController
	static class OtherPages {

		@RequestMapping({ "/other", "/webhook", "/webhook/other", "/webhook/kaspi/more" })
		String page() {
			return "for users only";
		}

	}

}
