/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.autoconfigure.tracing.KaspiPayTracingAutoConfiguration;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.ledger.LedgerFiguresSource;
import io.github.kaspipay.observation.DefaultKaspiCallConvention;
import io.github.kaspipay.observation.KaspiCallConvention;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what is exported, and that the documentation says so.
 */
class KaspiPayMetricsTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@AfterAll
	static void stop() {
		api.close();
	}

	private static WebApplicationContextRunner runner() {
		api.reset();
		return Runners.bareWeb()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
					ObservationAutoConfiguration.class, KaspiPayMetricsAutoConfiguration.class))
			.withPropertyValues(api.properties());
	}

	@Test
	void gaugesOfEachMerchantAreThere() {
		runner()
			.withPropertyValues("kaspi.pay.merchants.almaty.merchant-id=M2",
					"kaspi.pay.merchants.almaty.client-id=client-2",
					"kaspi.pay.merchants.almaty.client-secret=Zq7-credential-2",
					"kaspi.pay.merchants.almaty.webhook.secret=whsec-9fK2-of-2")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (String gauge : List.of("kaspi.pay.orders.open", "kaspi.pay.calls.available",
						"kaspi.pay.events.parked")) {
					assertThat(registry.find(gauge).tag("merchant", "default").gauge()).as(gauge).isNotNull();
					assertThat(registry.find(gauge).tag("merchant", "almaty").gauge()).as(gauge).isNotNull();
				}
				assertThat(registry.get("kaspi.pay.calls.available").tag("merchant", "almaty").gauge().value())
					.isPositive();
			});
	}

	@Test
	void everyMeterOfTheDocumentationIsExportedWithItsKeysAndNoOther() throws IOException {
		Map<String, Set<String>> documented = documented();
		assertThat(documented).hasSize(19);
		runner().run((context) -> {
			payByWebhook(context, "ORD-1");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(exported(registry)).isEqualTo(documented));
		});
	}

	@Test
	void countsAPaymentOnceAndTimesItsDelivery() {
		runner().run((context) -> {
			payByWebhook(context, "ORD-1");
			receive(context, "ORD-1", "PAID");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("kaspi.pay.payments")
				.tags("source", "webhook", "late", "false", "merchant", "default")
				.counter()
				.count()).isEqualTo(1);
			assertThat(registry.get("kaspi.pay.payments").tag("source", "poll").counters())
				.allSatisfy((counter) -> assertThat(counter.count()).isZero());
			await()
				.untilAsserted(() -> assertThat(registry.get("kaspi.pay.delivery.lag").timer().count()).isEqualTo(1));
			assertThat(registry.get("kaspi.pay.calls.wait").timer().count()).isEqualTo(2);
			assertThat(registry.get("kaspi.pay.webhook").tag("outcome", "recorded").timer().count()).isEqualTo(1);
			assertThat(registry.get("kaspi.pay.webhook").tag("outcome", "unchanged").timer().count()).isEqualTo(1);
			assertThat(registry.get("kaspi.pay.event")
				.tags("kind", "PAID", "outcome", "delivered", "merchant", "default")
				.timer()
				.count()).isEqualTo(1);
			assertThat(registry.get("kaspi.pay.token.age").timeGauge().value()).isBetween(0.0, 60.0);
			assertThat(registry.get("kaspi.pay.calls.available").gauge().value()).isEqualTo(98);
			assertThat(registry.get("kaspi.pay.redis.available").gauge().value()).isNaN();
		});
	}

	@Test
	void springsOwnMeterTellsTheTrueStatus() {
		runner().withPropertyValues("kaspi.pay.rate-limit.max-wait=0").run((context) -> {
			KaspiOrderService orders = context.getBean(KaspiOrderService.class);
			for (int status : new int[] { 404, 503, 429 }) {
				api.orderAnswers("ORD-" + status,
						aResponse().withStatus(status).withHeader("Retry-After", "60").withBody("{}"));
				assertThatExceptionOfType(KaspiPayException.class).isThrownBy(() -> orders.get("ORD-" + status));
			}
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("http.client.requests")
				.tag("uri", "/payment/orders/{orderId}")
				.meters()
				.stream()
				.map((meter) -> meter.getId().getTag("status") + " " + meter.getId().getTag("outcome")))
				.containsExactlyInAnyOrder("404 CLIENT_ERROR", "503 SERVER_ERROR", "429 CLIENT_ERROR");
		});
	}

	@Test
	void everyRegistryIsServed() {
		runner().withUserConfiguration(TwoRegistries.class).run((context) -> {
			payByWebhook(context, "ORD-1");
			assertThat(context.getBeansOfType(SimpleMeterRegistry.class)).hasSize(2)
				.allSatisfy((name, registry) -> assertThat(
						registry.get("kaspi.pay.payments").tags("source", "webhook", "late", "false").counter().count())
					.isEqualTo(1));
		});
	}

	@Test
	void aConventionOfTheApplicationIsTaken() {
		runner().withUserConfiguration(OwnConvention.class).run((context) -> {
			payByWebhook(context, "ORD-1");
			assertThat(context.getBean(MeterRegistry.class).find("shop.call").timers()).isNotEmpty();
		});
	}

	@Test
	void ofSeveralObservationRegistriesThePrimaryOneIsUsedAndNoneOtherwise() {
		runner().withUserConfiguration(TwoObservationRegistries.class).run((context) -> {
			payByWebhook(context, "ORD-1");
			assertThat(context.getBean(MeterRegistry.class).find("kaspi.pay.call").timers()).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).find("kaspi.pay.payments").counters()).isNotEmpty();
		});
	}

	@Test
	void aDatabaseThatHangsHoldsUpNoScrape() {
		runner().withUserConfiguration(HangingFigures.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			long start = System.nanoTime();
			assertThat(registry.get("kaspi.pay.orders.open").gauge().value()).isNaN();
			assertThat(registry.get("kaspi.pay.events.oldest").gauge().value()).isNaN();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			context.getBean(HangingFigures.class).released.countDown();
		});
	}

	@Test
	void startsWithoutRedisWithoutMetersAndWithoutTracing() {
		runner()
			.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class, io.lettuce.core.RedisClient.class))
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).get("kaspi.pay.redis.available").gauge().value())
				.isNaN());
		Runners.bareWeb()
			.withConfiguration(AutoConfigurations.of(KaspiPayMetricsAutoConfiguration.class,
					KaspiPayTracingAutoConfiguration.class))
			.withPropertyValues(api.properties())
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(KaspiPayMetricsAutoConfiguration.class)
				.doesNotHaveBean(KaspiPayTracingAutoConfiguration.class));
	}

	private static void payByWebhook(ApplicationContext context, String orderId) {
		context.getBean(KaspiOrderService.class)
			.create(KaspiOrderRequest.builder().reference(orderId).amount(BigDecimal.TEN).build());
		receive(context, orderId, "PAID");
		await().until(() -> !context.getBean(io.github.kaspipay.outbox.InMemoryEventOutbox.class)
			.hasUndelivered("", orderId));
	}

	private static void receive(ApplicationContext context, String orderId, String status) {
		byte[] body = WebhookSender.body(orderId, status, "10").getBytes(StandardCharsets.UTF_8);
		context.getBean(KaspiWebhookProcessor.class)
			.process(body, List.of(KaspiWebhookSignature.sign(body, KaspiApiStub.WEBHOOK_SECRET)));
	}

	/**
	 * Returns the names in the tables, with their keys of few values.
	 */
	private static Map<String, Set<String>> documented() throws IOException {
		Map<String, Set<String>> documented = new TreeMap<>();
		for (String line : Files.readAllLines(Path.of("../docs/operations/metrics.md"))) {
			List<String> cells = new ArrayList<>(List.of(line.split("\\|")));
			if (line.startsWith("| `kaspi.pay.")) {
				boolean observation = cells.size() == 4;
				documented.put(code(cells.get(1)).iterator().next(), code(cells.get(observation ? 2 : 3)));
			}
		}
		return documented;
	}

	private static Set<String> code(String cell) {
		return CODE.matcher(cell)
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Map<String, Set<String>> exported(MeterRegistry registry) {
		Map<String, Set<String>> exported = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			String name = meter.getId().getName();
			if (name.startsWith("kaspi.pay.") && !name.endsWith(".active")) {
				Set<String> keys = meter.getId()
					.getTags()
					.stream()
					.map(Tag::getKey)
					.filter((key) -> !key.equals("error"))
					.collect(Collectors.toCollection(TreeSet::new));
				assertThat(exported.getOrDefault(name, keys)).as(name).isEqualTo(keys);
				exported.put(name, keys);
			}
		}
		return exported;
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRegistries {

		@Bean
		@Primary
		SimpleMeterRegistry first() {
			return new SimpleMeterRegistry();
		}

		@Bean
		SimpleMeterRegistry second() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoObservationRegistries {

		@Bean
		ObservationRegistry first() {
			return ObservationRegistry.create();
		}

		@Bean
		ObservationRegistry second() {
			return ObservationRegistry.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention {

		@Bean
		KaspiCallConvention convention() {
			return new DefaultKaspiCallConvention() {

				@Override
				public String getName() {
					return "shop.call";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HangingFigures {

		final CountDownLatch released = new CountDownLatch(1);

		@Bean
		LedgerFiguresCache hangingFigures() {
			LedgerFiguresSource source = () -> {
				try {
					this.released.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				throw new IllegalStateException("The database is away");
			};
			return new LedgerFiguresCache(source);
		}

	}

}
