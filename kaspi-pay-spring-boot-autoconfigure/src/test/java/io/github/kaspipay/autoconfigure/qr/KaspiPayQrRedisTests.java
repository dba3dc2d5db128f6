/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.qr;

import java.nio.file.Path;
import java.time.Duration;

import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.TlsApi;
import io.github.kaspipay.autoconfigure.redis.KaspiPayRedisAutoConfiguration;
import io.github.kaspipay.jdbc.JdbcQrDeviceStore;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.redis.RedisQrDeviceStore;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What instances that speak the QR API share through Redis.
 */
@Tag("database")
@ExtendWith(OutputCaptureExtension.class)
class KaspiPayQrRedisTests {

	private static final String IN_REDIS = "kaspi.pay.token.store=redis";

	@TempDir
	private static Path directory;

	private static Path keys;

	private static QrTlsServer kaspi;

	private static RedisProcess redis;

	@BeforeAll
	static void start() throws Exception {
		keys = TlsApi.keyStore(directory, "both");
		kaspi = new QrTlsServer(keys, keys);
		redis = new RedisProcess();
	}

	@AfterAll
	static void stop() {
		redis.close();
		kaspi.close();
	}

	@AfterEach
	void clear() {
		LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", redis.port());
		connections.start();
		connections.getConnection().serverCommands().flushAll();
		connections.destroy();
		kaspi.requests.clear();
	}

	private static ApplicationContextRunner qr(ApplicationContextRunner runner) {
		String bundle = "spring.ssl.bundle.jks.kaspi.";
		return runner
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, KaspiPayQrAutoConfiguration.class,
					KaspiPayRedisAutoConfiguration.class))
			.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.base-url=https://localhost:" + kaspi.port(),
					"kaspi.pay.ssl.bundle=kaspi", "kaspi.pay.qr.scheme=standard", "kaspi.pay.qr.trade-point-id=42",
					"kaspi.pay.qr.device-id=desk-1", "kaspi.pay.polling.enabled=false",
					bundle + "keystore.location=file:" + keys, bundle + "keystore.password=" + TlsApi.PASSWORD,
					bundle + "truststore.location=file:" + keys, bundle + "truststore.password=" + TlsApi.PASSWORD);
	}

	private static ApplicationContextRunner withRedis(ApplicationContextRunner runner) {
		return qr(runner).withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port());
	}

	private static ApplicationContextRunner database() {
		return DatabaseRunners.h2()
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:qr-redis;DB_CLOSE_DELAY=-1",
					"kaspi.pay.ledger.initialize-schema=always");
	}

	private static void create(KaspiOrderService orders, String reference) {
		orders.create(KaspiOrderRequest.builder().reference(reference).amount(500).build());
	}

	/**
	 * Again and again, since on a slow machine Redis may be given up.
	 */
	@Test
	void instancesShareTheRegisteredDevice() {
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			clear();
			withRedis(Runners.bare()).run((one) -> {
				assertThat(one).hasSingleBean(RedisQrDeviceStore.class);
				create(one.getBean(KaspiOrderService.class), "order_1");
				withRedis(Runners.bare()).run((other) -> create(other.getBean(KaspiOrderService.class), "order_2"));
			});
			assertThat(kaspi.count("/qr/create")).isEqualTo(2);
			assertThat(kaspi.count("/device/register")).isEqualTo(1);
		});
	}

	@Test
	void aDeviceIsRegisteredWithoutRedisToo(CapturedOutput output) {
		withRedis(Runners.bare()).withPropertyValues("spring.data.redis.port=1", IN_REDIS).run((context) -> {
			create(context.getBean(KaspiOrderService.class), "order_1");
			create(context.getBean(KaspiOrderService.class), "order_2");
		});
		assertThat(kaspi.count("/device/register")).isEqualTo(1);
		assertThat(output).contains("Redis does not answer").doesNotContain("token-1");
	}

	@Test
	void theTokenIsWhereTheApplicationSaysElseInItsDatabase() {
		withRedis(database()).run((context) -> assertThat(context).hasSingleBean(QrDeviceStore.class)
			.hasSingleBean(JdbcQrDeviceStore.class));
		withRedis(database()).withPropertyValues(IN_REDIS)
			.run((context) -> assertThat(context).hasSingleBean(QrDeviceStore.class)
				.hasSingleBean(RedisQrDeviceStore.class));
		withRedis(Runners.bare()).withPropertyValues("kaspi.pay.token.store=memory")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QrDeviceStore.class));
		withRedis(database()).withBean(QrDeviceStore.class, () -> QrDeviceStore.NONE)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(QrDeviceStore.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { IN_REDIS, "kaspi.pay.rate-limit.store=redis" })
	void redisHasToBeThereWhereItIsAskedFor(String property) {
		String[] properties = { property, "kaspi.pay.rate-limit.requests-per-minute=7" };
		qr(Runners.bare()).withPropertyValues(properties)
			.run((context) -> assertFailure(context.getStartupFailure(), property));
		qr(database()).withPropertyValues(properties)
			.run((context) -> assertFailure(context.getStartupFailure(), property));
		qr(database()).withPropertyValues(properties)
			.withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run((context) -> assertFailure(context.getStartupFailure(), property));
	}

	private static void assertFailure(Throwable failure, String property) {
		assertThat(failure).rootCause()
			.isInstanceOf(KaspiPayConfigurationException.class)
			.hasMessageContaining(property.replace("=", " is "));
	}

	@Test
	void instancesOfATradePointShareTheLimitThatTheApplicationSets() {
		QrDeviceStore registered = (device, refused, registration) -> "token-1";
		ApplicationContextRunner limited = withRedis(Runners.bare()).withBean(QrDeviceStore.class, () -> registered)
			.withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=3", "kaspi.pay.rate-limit.max-wait=30s",
					"kaspi.pay.call-timeout=40s");
		limited.run((one) -> {
			create(one.getBean(KaspiOrderService.class), "order_1");
			limited.run((other) -> {
				create(other.getBean(KaspiOrderService.class), "order_2");
				create(other.getBean(KaspiOrderService.class), "order_3");
				assertThat(other.getBean(CallWindow.class).describe()).isEqualTo("in Redis");
				assertThatExceptionOfType(KaspiRateLimitException.class)
					.isThrownBy(() -> create(other.getBean(KaspiOrderService.class), "order_4"));
			});
			limited.withPropertyValues("kaspi.pay.qr.trade-point-id=43")
				.run((elsewhere) -> create(elsewhere.getBean(KaspiOrderService.class), "order_5"));
		});
		assertThat(kaspi.count("/qr/create")).isEqualTo(4);
	}

	@Test
	void withoutALimitNothingIsCountedInRedis() {
		withRedis(Runners.bare()).run((context) -> assertThat(context).hasSingleBean(LocalCallWindow.class));
		withRedis(Runners.bare())
			.withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=4", "kaspi.pay.rate-limit.store=local")
			.run((context) -> assertThat(context).hasSingleBean(LocalCallWindow.class));
	}

}
