/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.redis.KaspiPayRedisAutoConfiguration;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that have several of what others have one of, or beans that could be taken
 * for the starter's: a purchase works, with the ledger in memory and in a database.
 */
@Tag("database")
@ExtendWith(OutputCaptureExtension.class)
class CrowdedApplicationTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@AfterAll
	static void stop() {
		api.close();
	}

	static Stream<Row> beans() {
		return Stream.of(
		// @formatter:off
			works("a Clock that stands still in another century", OneClock.class),
			works("two Clocks", OneClock.class, AnotherClock.class),
			works("several Executors and TaskSchedulers", Executors2.class),
			works("several JsonMappers", JsonMappers.class),
			works("several ObservationRegistries", Observations.class),
			works("several RestClient.Builders", RestClients.class),
			works("several ConversionServices", Conversions.class),
			works("a primary ApplicationEventPublisher", Publisher.class),
			works("beans named as the starter's might be", Names.class),
			works("beans named as the starter's might be, which may be overridden", Names.class)
				.with((runner) -> runner.withAllowBeanDefinitionOverriding(true)),
			works("no circular references", NoMore.class)
				.with((runner) -> runner.withAllowCircularReferences(false)),
			works("lazy initialization", NoMore.class)
				.with((runner) -> runner.withPropertyValues("spring.main.lazy-initialization=true"))
		// @formatter:on
		);
	}

	static Stream<Row> servers() {
		return Stream.of(
		// @formatter:off
			works("two DataSources, one primary", TwoDataSourcesOnePrimary.class),
			works("two DataSources, one qualified", TwoDataSourcesOneQualified.class),
			works("two transaction managers, one primary", TwoTransactionManagersOnePrimary.class),
			works("two transaction managers, one qualified", TwoTransactionManagersOneQualified.class),
			works("two RedisConnectionFactories, one primary, unreachable", TwoRedisOnePrimary.class)
				.told("Redis does not answer"),
			works("two RedisConnectionFactories, one qualified, unreachable", TwoRedisOneQualified.class)
				.with((runner) -> runner.withPropertyValues("kaspi.pay.rate-limit.store=local"))
				.told("Redis does not answer"),
			works("two RedisConnectionFactories", TwoRedis.class)
				.told("several RedisConnectionFactory beans: one, two. Mark one of them with @Primary, or the one for "
						+ "Kaspi Pay with @KaspiPayRedis")
		// @formatter:on
		);
	}

	@ParameterizedTest
	@MethodSource({ "beans", "servers" })
	void purchaseWorksWithTheLedgerInADatabase(Row row, CapturedOutput output) {
		purchase(row, row.applyTo(DatabaseRunners.h2()), output);
	}

	@ParameterizedTest
	@MethodSource("beans")
	@Tag("long")
	void purchaseWorksWithTheLedgerInMemory(Row row, CapturedOutput output) {
		purchase(row, row.applyTo(inMemory()), output);
	}

	@ParameterizedTest
	@MethodSource("servers")
	@Tag("long")
	void purchaseWorksWithServersThatTheLedgerDoesNotNeed(Row row, CapturedOutput output) {
		purchase(row, row.applyTo(inMemory()), output);
	}

	private static ApplicationContextRunner inMemory() {
		return DatabaseRunners.h2().withPropertyValues("kaspi.pay.ledger.type=memory");
	}

	private static void purchase(Row row, ApplicationContextRunner runner, CapturedOutput output) {
		runner.withPropertyValues(api.properties())
			.withConfiguration(AutoConfigurations.of(KaspiPayRedisAutoConfiguration.class))
			.withPropertyValues("spring.datasource.generate-unique-name=true")
			.withBean(ShopApplication.Listener.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				buy(context.getSourceApplicationContext());
			});
		row.expected().forEach((text) -> assertThat(output.getAll()).contains(text));
	}

	private static void buy(ApplicationContext context) {
		KaspiOrderService orders = context.getBean(KaspiOrderService.class);
		orders.create(KaspiOrderRequest.builder().amount(100).reference("crowded").build());
		api.order("crowded", "PAID", "100");
		orders.get("crowded");
		ShopApplication.Listener listener = context.getBean(ShopApplication.Listener.class);
		await().untilAsserted(() -> {
			List<KaspiOrderEvent> events = listener.of("crowded");
			assertThat(events).singleElement().isInstanceOf(KaspiOrderPaidEvent.class);
			assertThat(events.get(0).occurredAt()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
		});
	}

	private static Row works(String description, Class<?>... configurations) {
		return new Row(description, configurations, UnaryOperator.identity(), List.of());
	}

	record Row(String description, Class<?>[] configurations, UnaryOperator<ApplicationContextRunner> settings,
			List<String> expected) {

		Row with(UnaryOperator<ApplicationContextRunner> more) {
			return new Row(this.description, this.configurations, more, this.expected);
		}

		Row told(String text) {
			return new Row(this.description, this.configurations, this.settings, List.of(text));
		}

		ApplicationContextRunner applyTo(ApplicationContextRunner runner) {
			return this.settings.apply(runner.withUserConfiguration(this.configurations));
		}

		@Override
		public String toString() {
			return this.description;
		}

	}

	private static DataSource dataSource() {
		return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
	}

	private static RedisConnectionFactory redis() {
		return new LettuceConnectionFactory("127.0.0.1", 1);
	}

	@Configuration(proxyBeanMethods = false)
	static class NoMore {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSourcesOnePrimary {

		@Bean
		@Primary
		DataSource one() {
			return dataSource();
		}

		@Bean
		DataSource two() {
			return dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSourcesOneQualified {

		@Bean
		DataSource one() {
			return dataSource();
		}

		@Bean
		@KaspiPayDataSource
		DataSource two() {
			return dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTransactionManagersOnePrimary {

		@Bean
		@Primary
		PlatformTransactionManager one(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		PlatformTransactionManager two(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTransactionManagersOneQualified {

		@Bean
		PlatformTransactionManager one(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		@KaspiPayTransactionManager
		PlatformTransactionManager two(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneClock {

		@Bean
		Clock clock() {
			return Clock.fixed(Instant.parse("1999-12-31T23:59:59Z"), ZoneOffset.UTC);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherClock {

		@Bean
		Clock anotherClock() {
			return Clock.fixed(Instant.parse("2099-12-31T23:59:59Z"), ZoneOffset.UTC);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Executors2 {

		@Bean
		Executor one() {
			return Executors.newSingleThreadExecutor();
		}

		@Bean
		TaskExecutor two() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		TaskScheduler three() {
			return new SimpleAsyncTaskScheduler();
		}

		@Bean
		TaskScheduler taskScheduler() {
			return new SimpleAsyncTaskScheduler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JsonMappers {

		@Bean
		JsonMapper one() {
			return new JsonMapper();
		}

		@Bean
		JsonMapper two() {
			return new JsonMapper();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observations {

		@Bean
		ObservationRegistry one() {
			return ObservationRegistry.create();
		}

		@Bean
		ObservationRegistry two() {
			return ObservationRegistry.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RestClients {

		@Bean
		RestClient.Builder one() {
			return RestClient.builder();
		}

		@Bean
		RestClient.Builder two() {
			return RestClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Conversions {

		@Bean
		ConversionService one() {
			return new DefaultConversionService();
		}

		@Bean
		ConversionService two() {
			return new DefaultConversionService();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Publisher {

		@Bean
		@Primary
		ApplicationEventPublisher deaf() {
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRedisOnePrimary {

		@Bean
		@Primary
		RedisConnectionFactory one() {
			return redis();
		}

		@Bean
		RedisConnectionFactory two() {
			return redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRedisOneQualified {

		@Bean
		RedisConnectionFactory one() {
			return redis();
		}

		@Bean(defaultCandidate = false)
		@KaspiPayRedis
		RedisConnectionFactory two() {
			return redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRedis {

		@Bean
		RedisConnectionFactory one() {
			return redis();
		}

		@Bean
		RedisConnectionFactory two() {
			return redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Names {

		@Bean({ "kaspiOrderService", "orderService", "kaspiOrders", "orders", "kaspiDisputes", "kaspiFees",
				"orderPoller", "kaspiOrderPoller", "ledger", "kaspiOrderLedger", "ledgerStore", "ledgerClock",
				"ledgerDatabase", "ledgerConnections", "eventOutbox", "pollQueue", "queryLeases",
				"kaspiEventDispatcher", "kaspiPayGateway", "kaspiPayWorkers", "kaspiTokenProvider", "kaspiTokenStore",
				"kaspiCallBudget", "kaspiCallWindow", "kaspiHttpTransport", "kaspiPayConnectionDetails",
				"kaspiRedisLink", "kaspiWebhookVerifier", "kaspiWebhookProcessor", "kaspiWebhookFilter", "clock",
				"kaspiPayProperties" })
		String another() {
			return "something else";
		}

	}

}
