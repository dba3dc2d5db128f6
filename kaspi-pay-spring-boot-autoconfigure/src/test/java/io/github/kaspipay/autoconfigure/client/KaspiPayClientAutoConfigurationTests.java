/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;

import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link KaspiPayClientAutoConfiguration}.
 */
class KaspiPayClientAutoConfigurationTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	private static final KaspiOrderRequest ORDER = KaspiOrderRequest.builder().amount(100).reference("client").build();

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ApplicationContextRunner runner() {
		return Runners.bare()
			.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class))
			.withPropertyValues(api.properties());
	}

	@Test
	void hasAllItsBeans() {
		runner().run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(KaspiHttpTransport.class)
			.hasSingleBean(CachingKaspiTokenProvider.class)
			.hasSingleBean(HttpKaspiPayGateway.class));
	}

	@Test
	void makesNoCallAtStartUp() {
		runner().run((context) -> assertThat(context).hasNotFailed());
		assertThat(api.calls()).isZero();
	}

	@Test
	void startsThoughKaspiPayCannotBeReached() {
		Runners.plain().run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void backsOffForTheApplicationsTokenProvider() {
		KaspiTokenProvider own = new KaspiTokenProvider() {

			@Override
			public KaspiAccessToken getToken() {
				return new KaspiAccessToken("own-token", Instant.MAX);
			}

			@Override
			public void invalidate(KaspiAccessToken token) {
			}

		};
		runner().withBean("own", KaspiTokenProvider.class, () -> own).run((context) -> {
			assertThat(context).getBean(KaspiTokenProvider.class).isSameAs(own);
			context.getBean(KaspiOrderService.class).create(ORDER);
			assertThat(api.tokenCalls()).isZero();
		});
	}

	@Test
	void backsOffForTheApplicationsGateway() {
		KaspiPayGateway own = Mockito.mock(KaspiPayGateway.class);
		runner().withBean("own", KaspiPayGateway.class, () -> own)
			.run((context) -> assertThat(context).getBean(KaspiPayGateway.class).isSameAs(own));
	}

	@Test
	void backsOffForTheApplicationsTransport() {
		runner().withUserConfiguration(OwnTransport.class)
			.run((context) -> assertThat(context).hasSingleBean(KaspiHttpTransport.class).hasBean("own"));
	}

	@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
	static class OwnTransport {

		@org.springframework.context.annotation.Bean
		KaspiHttpTransport own(KaspiPayConnectionDetails details, CallBudget budget) {
			java.time.Duration second = java.time.Duration.ofSeconds(1);
			return new KaspiHttpTransport(
					new io.github.kaspipay.http.KaspiHttpSettings(details.getBaseUrl(), second, second, second),
					budget);
		}

	}

	@Test
	void asksTheConnectionDetailsForTheCallbackOfEachOrder() {
		KaspiPayConnectionDetails own = new Runners.OwnDetails(URI.create(api.baseUrl()), null);
		Runners.bare()
			.withPropertyValues("kaspi.pay.callback-url=https://property.example/webhook")
			.withBean(KaspiPayConnectionDetails.class, () -> own)
			.run((context) -> {
				context.getBean(KaspiOrderService.class).create(ORDER);
				assertThat(api.creations()).singleElement()
					.asString()
					.contains("\"callback_url\":\"https://own.example/webhook\"", "\"merchant\":\"OWN-MERCHANT\"");
			});
	}

	@Test
	void worksWithoutBootsRestClientBuilder() {
		new ApplicationContextRunner().withConfiguration(Runners.KASPI_PAY)
			.withPropertyValues(api.properties())
			.run((context) -> assertThat(context.getBean(KaspiOrderService.class).create(ORDER).orderId())
				.isEqualTo("client"));
	}

	@Test
	void leavesTheApplicationsOwnBuilderAsItIs() throws IOException {
		RestClient.Builder shared = RestClient.builder().baseUrl(api.baseUrl());
		runner().withBean("shared", RestClient.Builder.class, () -> shared).run((context) -> {
			api.orderAnswers("teapot", KaspiApiStub.json(418, "{}"));
			assertThat(context.getBeansOfType(RestClient.Builder.class)).containsOnlyKeys("shared");
			assertThatExceptionOfType(org.springframework.web.client.HttpClientErrorException.class)
				.isThrownBy(() -> shared.build().get().uri("/payment/orders/teapot").retrieve().body(String.class));
		});
	}

	@Test
	void errorHandlersOfTheApplicationCannotTurnARefusalIntoASuccess() {
		api.order("client", "PAID", "100");
		api.refundAnswers("client", KaspiApiStub.json(402, "{\"status\":\"REFUNDED\"}"));
		runner().withBean(RestClientCustomizer.class,
				() -> (builder) -> builder.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
				}))
			.run((context) -> {
				KaspiOrderService orders = context.getBean(KaspiOrderService.class);
				assertThatExceptionOfType(io.github.kaspipay.KaspiMerchantBlockedException.class)
					.isThrownBy(() -> orders.refund("client", KaspiRefundRequest.full("Customer refused")));
				api.creationAnswers(KaspiApiStub.json(409, "{}"));
				assertThatExceptionOfType(KaspiDuplicateOrderException.class).isThrownBy(
						() -> orders.create(KaspiOrderRequest.builder().amount(100).reference("another").build()));
			});
	}

	@Test
	void credentialsGoToKaspiPayThoughTheApplicationBuildsItsAddressesElsewhere() {
		try (KaspiApiStub elsewhere = new KaspiApiStub()) {
			runner()
				.withBean(RestClientCustomizer.class,
						() -> (builder) -> builder.uriBuilderFactory(new DefaultUriBuilderFactory(elsewhere.baseUrl())))
				.run((context) -> {
					context.getBean(KaspiOrderService.class).create(ORDER);
					assertThat(elsewhere.calls()).isZero();
					assertThat(api.creationCalls()).isEqualTo(1);
				});
		}
	}

	@Test
	void doesNotFollowRedirects() {
		try (KaspiApiStub elsewhere = new KaspiApiStub()) {
			api.tokenAnswers(KaspiApiStub.json(307, "").withHeader("Location", elsewhere.baseUrl() + "/oauth/token"));
			runner().run((context) -> {
				KaspiOrderService orders = context.getBean(KaspiOrderService.class);
				assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> orders.create(ORDER));
				assertThat(elsewhere.calls()).isZero();
			});
		}
	}

}
