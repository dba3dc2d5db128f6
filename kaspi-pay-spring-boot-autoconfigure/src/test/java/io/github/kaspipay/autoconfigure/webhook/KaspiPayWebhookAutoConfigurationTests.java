/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.net.URI;
import java.util.List;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import io.github.kaspipay.webhook.WebhookResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KaspiPayWebhookAutoConfiguration}.
 */
class KaspiPayWebhookAutoConfigurationTests {

	@Test
	void hasAllItsBeans() {
		Runners.web()
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(HmacKaspiWebhookVerifier.class)
				.hasSingleBean(KaspiWebhookProcessor.class)
				.hasSingleBean(ServletWebhookPaths.class)
				.hasBean("kaspi.pay.webhookSecurityCustomizer"));
	}

	@Test
	void applicationsVerifierDecidesAndNeedsNoSecret() {
		KaspiWebhookVerifier own = (body, signature) -> "mine".equals(signature);
		Runners.bareWeb()
			.withPropertyValues(Runners.CREDENTIALS)
			.withBean("own", KaspiWebhookVerifier.class, () -> own)
			.run((context) -> {
				assertThat(context).hasNotFailed().getBean(KaspiWebhookVerifier.class).isSameAs(own);
				KaspiWebhookProcessor processor = context.getBean(KaspiWebhookProcessor.class);
				assertThat(processor.process(new byte[0], List.of("mine"))).isEqualTo(WebhookResult.UNREADABLE);
				assertThat(processor.process(new byte[0], List.of("other"))).isEqualTo(WebhookResult.UNAUTHORIZED);
			});
	}

	@Test
	void backsOffForTheApplicationsProcessor() {
		Runners.web()
			.withUserConfiguration(OwnProcessor.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(KaspiWebhookProcessor.class)
				.hasBean("ownProcessor"));
	}

	@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@org.springframework.context.annotation.Bean
		KaspiWebhookProcessor ownProcessor(KaspiOrderLedger ledger) {
			return new KaspiWebhookProcessor((body, signature) -> true, ledger);
		}

	}

	@Test
	void secretComesFromTheConnectionDetails() {
		Runners.bareWeb()
			.withBean(KaspiPayConnectionDetails.class,
					() -> new Runners.OwnDetails(URI.create("http://127.0.0.1:1"), "own-webhook-credential"))
			.withPropertyValues("kaspi.pay.webhook.secret=whsec-9fK2-current")
			.run((context) -> {
				KaspiWebhookVerifier verifier = context.getBean(KaspiWebhookVerifier.class);
				assertThat(verifier.verify(new byte[0], WebhookSender.sign("", "own-webhook-credential"))).isTrue();
				assertThat(verifier.verify(new byte[0], WebhookSender.sign("", "whsec-9fK2-current"))).isFalse();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.web.servlet", "jakarta.servlet" })
	void thereIsNoEndpointOutsideAServletApplicationWithSpringMvc(String missing) {
		Runners.plain()
			.withPropertyValues(Runners.WEBHOOK_SECRET)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("kaspi.pay.webhookFilter"));
	}

	@Test
	void webApplicationWithoutSpringMvcStarts() {
		Runners.web()
			.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet.DispatcherServlet"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(KaspiWebhookProcessor.class)
				.doesNotHaveBean(ServletWebhookPaths.class));
	}

	@Test
	void webApplicationWithoutSpringSecurityStarts() {
		Runners.web()
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ServletWebhookPaths.class)
				.doesNotHaveBean("kaspi.pay.webhookSecurityCustomizer"));
	}

}
