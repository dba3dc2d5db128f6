/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import java.time.Duration;
import java.util.stream.IntStream;

import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPermit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link KaspiPayRateLimitAutoConfiguration}.
 */
class KaspiPayRateLimitAutoConfigurationTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void countsTheCallsOfThisInstance() {
		Runners.plain()
			.run((context) -> assertThat(context).hasSingleBean(LocalCallWindow.class).hasSingleBean(CallBudget.class));
	}

	@Test
	void leavesATenthOfTheCallsToUsers() {
		Runners.plain()
			.withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=10", "kaspi.pay.connect-timeout=3s")
			.run((context) -> assertThat(MerchantParts.limit(context.getBean(KaspiPayProperties.class)))
				.isEqualTo(new CallLimit(10, 1, Duration.ofSeconds(63))));
	}

	@Test
	void neverSendsMoreCallsThanAreLeft() {
		Runners.bare()
			.withPropertyValues(api.properties())
			.withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=4", "kaspi.pay.rate-limit.max-wait=100ms")
			.run((context) -> {
				KaspiOrderService orders = context.getBean(KaspiOrderService.class);
				IntStream.range(0, 3).forEach((number) -> orders.create(order("order-" + number)));
				assertThatExceptionOfType(KaspiRateLimitException.class)
					.isThrownBy(() -> orders.create(order("order-3")))
					.satisfies((ex) -> assertThat(ex.getRetryAfter()).isPositive());
				assertThat(orders.findByReference("order-3")).as("it was certainly not created").isEmpty();
				assertThat(api.calls()).as("one token and three orders").isEqualTo(4);
			});
	}

	@Test
	void backsOffForTheApplicationsWindow() {
		Runners.plain()
			.withUserConfiguration(OwnWindow.class)
			.run((context) -> assertThat(context).hasSingleBean(CallWindow.class)
				.doesNotHaveBean(LocalCallWindow.class));
	}

	private static KaspiOrderRequest order(String reference) {
		return KaspiOrderRequest.builder().amount(100).reference(reference).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWindow {

		@Bean
		CallWindow own() {
			return new CallWindow() {

				@Override
				public CallPermit tryAcquire(CallPriority priority) {
					return new CallPermit(Duration.ZERO);
				}

				@Override
				public void pause(Duration pause) {
				}

			};
		}

	}

}
