/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.redis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.redis.RedisKaspiTokenStore;
import io.github.kaspipay.redis.RedisLink;
import io.github.kaspipay.testsupport.RedisProcess;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link KaspiPayRedisAutoConfiguration}.
 */
@Tag("database")
@ExtendWith(OutputCaptureExtension.class)
class KaspiPayRedisAutoConfigurationTests {

	private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

	private static final KaspiApiStub api = new KaspiApiStub();

	private static RedisProcess redis;

	private static LettuceConnectionFactory connections;

	@BeforeAll
	static void start() {
		redis = new RedisProcess();
		connections = new LettuceConnectionFactory("127.0.0.1", redis.port());
		connections.start();
	}

	@AfterAll
	static void stop() {
		connections.destroy();
		redis.close();
		api.close();
	}

	@BeforeEach
	void reset() {
		api.reset();
		connections.getConnection().serverCommands().flushAll();
	}

	/**
	 * Without Spring Boot's own auto-configuration of Redis.
	 */
	private static ApplicationContextRunner runner() {
		return Runners.bare()
			.withConfiguration(AutoConfigurations.of(KaspiPayRedisAutoConfiguration.class))
			.withPropertyValues(api.properties())
			.withPropertyValues("kaspi.pay.rate-limit.store=local");
	}

	private static ApplicationContextRunner withRedis() {
		return runner().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port());
	}

	private static void createOrder(KaspiOrderService orders) {
		orders.create(KaspiOrderRequest.builder().amount(100).build());
	}

	/**
	 * Again and again, since on a slow machine Redis may be given up.
	 */
	@Test
	void instancesShareTheTokenWhereTheApplicationHasRedis() {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			reset();
			withRedis().run((one) -> {
				createOrder(one.getBean(KaspiOrderService.class));
				withRedis().run((other) -> createOrder(other.getBean(KaspiOrderService.class)));
				assertThat(one.getBean(KaspiTokenStore.class).describe()).isEqualTo("in Redis");
			});
			assertThat(api.creationCalls()).isEqualTo(2);
			assertThat(api.tokenCalls()).isEqualTo(1);
		});
	}

	@Test
	void tokenIsEncryptedWhereAKeyIsSet() {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(
					() -> withRedis().withPropertyValues("kaspi.pay.token.encryption.key=" + KEY).run((context) -> {
						createOrder(context.getBean(KaspiOrderService.class));
						StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
						assertThat(template.keys("kaspi-pay:token:*")).singleElement()
							.satisfies((key) -> assertThat(template.opsForValue().get(key)).doesNotContain("a-token"));
					}));
	}

	@Test
	void asksNeitherRedisNorKaspiPayAtStartUp(CapturedOutput output) {
		withRedis().withPropertyValues("spring.data.redis.port=1").run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(RedisKaspiTokenStore.class);
			assertThat(context.getBean(RedisLink.class).state()).isEqualTo(RedisLink.State.UNUSED);
		});
		assertThat(api.calls()).isZero();
		assertThat(output).doesNotContain("Redis does not answer");
	}

	@Test
	void worksWithoutRedisAndWarnsOnce(CapturedOutput output) {
		withRedis().withPropertyValues("spring.data.redis.port=1").run((context) -> {
			createOrder(context.getBean(KaspiOrderService.class));
			createOrder(context.getBean(KaspiOrderService.class));
			assertThat(context.getBean(KaspiTokenStore.class).describe())
				.isEqualTo("in memory, since Redis does not answer");
		});
		assertThat(api.tokenCalls()).isEqualTo(1);
		assertThat(output.getOut().split("Redis does not answer", -1)).hasSize(2);
	}

	@Test
	void takesAFactoryThatIsDeclaredByItsInterface() {
		runner().withUserConfiguration(DeclaredByInterface.class)
			.run((context) -> assertThat(context).hasSingleBean(RedisKaspiTokenStore.class));
	}

	@Test
	void leavesRedisAloneWhereTheTokenIsToBeInMemory() {
		withRedis().withPropertyValues("kaspi.pay.token.store=memory").run((context) -> {
			assertThat(context).doesNotHaveBean(KaspiTokenStore.class);
			createOrder(context.getBean(KaspiOrderService.class));
		});
	}

	@Test
	void backsOffForTheApplicationsStore() {
		KaspiTokenStore own = new OwnStore();
		withRedis().withBean(KaspiTokenStore.class, () -> own)
			.run((context) -> assertThat(context.getBean(KaspiTokenProvider.class).getToken().value())
				.isEqualTo("own"));
	}

	@Test
	void tokenIsInMemoryWithoutAFactory() {
		runner().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KaspiTokenStore.class));
	}

	@Test
	void startsWithoutSpringDataRedis() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KaspiTokenStore.class));
	}

	@Test
	void redisHasToBeThereWhereItIsAskedFor() {
		runner().withPropertyValues("kaspi.pay.token.store=redis")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"kaspi.pay.token.store is redis, and the application has no single RedisConnectionFactory",
					"spring-boot-starter-data-redis"));
	}

	@Test
	void anotherDriverIsWarnedOfOnceAndNotUsed(CapturedOutput output) {
		runner().withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run((context) -> createOrder(context.getBean(KaspiOrderService.class)));
		assertThat(api.tokenCalls()).isEqualTo(1);
		assertThat(output.getOut().split("its driver has to be Lettuce", -1)).hasSize(2);
	}

	@Test
	void anotherDriverWithoutLettuceOnTheClassPathIsNotUsedEither(CapturedOutput output) {
		runner().withClassLoader(new FilteredClassLoader("io.lettuce"))
			.withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("its driver has to be Lettuce");
	}

	@Test
	void anotherDriverFailsWhereRedisIsAskedFor() {
		runner().withPropertyValues("kaspi.pay.token.store=redis")
			.withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
			.run((context) -> assertFailure(context.getStartupFailure(), "whose driver is Lettuce",
					"kaspi.pay.token.store=memory"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "c2VjcmV0LXNlY3JldA==", "s3cret-not-base64!", " " })
	void keyHasToBe32BytesInBase64(String key) {
		runner().withPropertyValues("kaspi.pay.token.encryption.key=" + key).run((context) -> {
			assertFailure(context.getStartupFailure(), "kaspi.pay.token.encryption.key must be 32 bytes in Base64.",
					"openssl rand -base64 32");
			assertThat(context.getStartupFailure()).hasStackTraceContaining("kaspi.pay.token.encryption.key");
			if (!key.isBlank()) {
				assertThat(stackTrace(context.getStartupFailure())).doesNotContain(key);
			}
		});
	}

	@Test
	void otherKeysAreCheckedToo() {
		runner()
			.withPropertyValues("kaspi.pay.token.encryption.key=" + KEY, "kaspi.pay.token.encryption.other-keys=short")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"kaspi.pay.token.encryption.other-keys must be 32 bytes in Base64.", "openssl"));
		runner().withPropertyValues("kaspi.pay.token.encryption.other-keys=" + KEY)
			.run((context) -> assertFailure(context.getStartupFailure(), "kaspi.pay.token.encryption.key is not",
					"kaspi.pay.token.encryption.key"));
	}

	private static void assertFailure(@Nullable Throwable failure, String message, String action) {
		assertThat(failure).isNotNull();
		Throwable cause = failure;
		while (!(cause instanceof KaspiPayConfigurationException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		assertThat(cause).isInstanceOfSatisfying(KaspiPayConfigurationException.class, (found) -> {
			assertThat(found).hasMessageContaining(message);
			assertThat(found.getAction()).contains(action);
		});
	}

	private static String stackTrace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaredByInterface {

		@Bean
		RedisConnectionFactory redisConnectionFactory() {
			return new LettuceConnectionFactory("127.0.0.1", redis.port());
		}

	}

	private static final class OwnStore implements KaspiTokenStore {

		@Override
		public KaspiAccessToken obtain(@Nullable KaspiAccessToken replaced, Supplier<KaspiAccessToken> source) {
			return new KaspiAccessToken("own", Instant.now().plusSeconds(3600));
		}

		@Override
		public void remove(KaspiAccessToken token) {
		}

	}

}
