/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.redis;

import java.time.Duration;

import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.redis.RedisCallWindow;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The budget in {@link KaspiPayRedisAutoConfiguration}.
 */
@Tag("database")
class SharedBudgetTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	private static RedisProcess redis;

	@BeforeAll
	static void start() {
		redis = new RedisProcess();
	}

	@AfterAll
	static void stop() {
		redis.close();
		api.close();
	}

	private static ApplicationContextRunner runner() {
		return Runners.bare()
			.withConfiguration(AutoConfigurations.of(KaspiPayRedisAutoConfiguration.class))
			.withPropertyValues(api.properties());
	}

	private static ApplicationContextRunner withRedis() {
		return runner().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port());
	}

	@Test
	void instancesShareTheBudgetWhereTheApplicationHasRedis() {
		ApplicationContextRunner runner = withRedis().withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=4",
				"kaspi.pay.rate-limit.max-wait=30s", "kaspi.pay.call-timeout=40s");
		runner.run((one) -> {
			create(one.getBean(KaspiOrderService.class));
			runner.run((other) -> {
				create(other.getBean(KaspiOrderService.class));
				create(other.getBean(KaspiOrderService.class));
				assertThat(other.getBean(CallWindow.class).describe()).isEqualTo("in Redis");
				assertThatExceptionOfType(KaspiRateLimitException.class)
					.isThrownBy(() -> create(other.getBean(KaspiOrderService.class)));
			});
			assertThatExceptionOfType(KaspiRateLimitException.class)
				.isThrownBy(() -> create(one.getBean(KaspiOrderService.class)));
		});
		assertThat(api.calls()).as("one token and three orders").isEqualTo(4);
	}

	@Test
	void redisIsAskedBeforeTheFirstCustomerComes() {
		withRedis().run((context) -> {
			CallWindow window = context.getBean(CallWindow.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> window.describe().equals("in Redis"));
		});
	}

	@Test
	void leavesRedisAloneWhereCallsAreToBeCountedLocally() {
		withRedis().withPropertyValues("kaspi.pay.rate-limit.store=local")
			.run((context) -> assertThat(context).hasSingleBean(CallWindow.class).hasSingleBean(LocalCallWindow.class));
	}

	@Test
	void backsOffForTheApplicationsWindow() {
		withRedis().withBean(CallWindow.class, () -> Mockito.mock(CallWindow.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CallWindow.class)
				.doesNotHaveBean(RedisCallWindow.class));
	}

	@Test
	void countsLocallyWithoutAFactory() {
		runner().run((context) -> assertThat(context).hasSingleBean(LocalCallWindow.class));
		runner().withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasSingleBean(LocalCallWindow.class));
	}

	@Test
	void countsLocallyWithAnotherDriver() {
		runner().withClassLoader(new FilteredClassLoader("io.lettuce"))
			.withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context.getBean(CallWindow.class)).isInstanceOf(LocalCallWindow.class));
	}

	@Test
	void redisHasToBeThereWhereItIsAskedFor() {
		ApplicationContextRunner runner = runner().withPropertyValues("kaspi.pay.rate-limit.store=redis");
		runner.run((context) -> assertFailure(context.getStartupFailure()));
		runner.withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run((context) -> assertFailure(context.getStartupFailure()));
	}

	@Test
	void shareWithoutRedisLeavesTheSamePartToUsers() {
		runner().withPropertyValues("kaspi.pay.rate-limit.burst=50")
			.run((context) -> assertThat(MerchantParts.fallback(context.getBean(KaspiPayProperties.class)))
				.isEqualTo(new CallLimit(10, 5, Duration.ofSeconds(62))));
		runner().withPropertyValues("kaspi.pay.rate-limit.fallback-requests-per-minute=5")
			.run((context) -> assertThat(MerchantParts.fallback(context.getBean(KaspiPayProperties.class)))
				.isEqualTo(new CallLimit(5, 1, Duration.ofSeconds(62))));
		runner().withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=5", "kaspi.pay.rate-limit.burst=1")
			.run((context) -> assertThat(MerchantParts.fallback(context.getBean(KaspiPayProperties.class)))
				.isEqualTo(new CallLimit(5, 1, Duration.ofSeconds(62))));
	}

	private static void create(KaspiOrderService orders) {
		orders.create(KaspiOrderRequest.builder().amount(100).build());
	}

	private static void assertFailure(Throwable failure) {
		assertThat(failure).rootCause().isInstanceOfSatisfying(KaspiPayConfigurationException.class, (ex) -> {
			assertThat(ex).hasMessageContaining("kaspi.pay.rate-limit.store is redis")
				.hasMessageContaining("whose driver is Lettuce");
			assertThat(ex.getAction()).contains("kaspi.pay.rate-limit.store=local");
		});
	}

}
