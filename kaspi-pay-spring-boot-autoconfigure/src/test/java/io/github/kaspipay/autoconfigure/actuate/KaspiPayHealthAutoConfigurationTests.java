/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.redis.KaspiPayRedisAutoConfiguration;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link KaspiPayHealthAutoConfiguration}.
 */
class KaspiPayHealthAutoConfigurationTests {

	private static ApplicationContextRunner runner() {
		return Runners.plain()
			.withConfiguration(
					AutoConfigurations.of(KaspiPayHealthAutoConfiguration.class, KaspiPayRedisAutoConfiguration.class));
	}

	@Test
	void saysWhereTheTokenIsAndThatNoEventIsParked() {
		runner().run((context) -> {
			Health health = context.getBean("kaspiPayHealthIndicator", HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("token", "in memory")
				.containsEntry("callsCounted", "in memory")
				.containsEntry("polling", "not held back")
				.containsEntry("parkedEvents", 0L);
		});
	}

	@Test
	void saysSinceWhenAndWhyPollingIsHeldBack() {
		try (KaspiApiStub api = new KaspiApiStub()) {
			api.tokenAnswers(KaspiApiStub.json(401, "{\"error\":\"invalid_client\"}"));
			runner().withPropertyValues(api.properties()).run((context) -> {
				KaspiOrderService orders = context.getBean(KaspiOrderService.class);
				assertThatExceptionOfType(KaspiAuthenticationException.class).isThrownBy(() -> orders.get("ORD-1"));
				Health health = context.getBean(HealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails().get("polling")).asString()
					.matches(
							"held back since 20\\S+Z, next try at 20\\S+Z: Kaspi Pay refused the credentials \\(401\\).*");
			});
		}
	}

	@Test
	void isUpThoughRedisDoesNotAnswer() {
		runner().withBean(RedisConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withPropertyValues("kaspi.pay.rate-limit.store=local")
			.run((context) -> {
				HealthIndicator indicator = context.getBean(HealthIndicator.class);
				assertThat(indicator.health().getDetails()).containsEntry("token",
						"in Redis, which was not needed yet");
				context.getBean(KaspiTokenStore.class).remove(new KaspiAccessToken("token", Instant.now()));
				Health health = indicator.health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("token", "in memory, since Redis does not answer");
			});
	}

	@Test
	void saysSinceWhenCallsAreCountedInMemoryOnly() {
		runner().withBean(RedisConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.run((context) -> {
				context.getBean(CallWindow.class).tryAcquire(CallPriority.USER).retryAfter();
				Health health = context.getBean(HealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails().get("callsCounted")).asString()
					.startsWith("in memory since 20")
					.endsWith("Z, as Redis does not answer");
			});
	}

	@Test
	void countsParkedEvents() {
		runner().withPropertyValues("kaspi.pay.events.max-attempts=1")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload
						&& payload.getPayload() instanceof KaspiOrderEvent) {
					throw new IllegalStateException("The listener always fails");
				}
			}))
			.run((context) -> {
				DatabaseRunners.pay(context, "parked");
				KaspiEventDispatcher dispatcher = context.getBean(KaspiEventDispatcher.class);
				await().atMost(Duration.ofSeconds(30)).until(() -> dispatcher.findParked().size() == 1);
				Health health = context.getBean(HealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("parkedEvents", 1L);
			});
	}

	@Test
	void canBeSwitchedOff() {
		runner().withPropertyValues("management.health.kaspi-pay.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void backsOffForTheApplicationsOwn() {
		runner().withBean("kaspiPayHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context.getBean(HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UNKNOWN));
	}

	@Test
	void isNotThereWhereKaspiPayIsSwitchedOff() {
		runner().withPropertyValues("kaspi.pay.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
	}

}
