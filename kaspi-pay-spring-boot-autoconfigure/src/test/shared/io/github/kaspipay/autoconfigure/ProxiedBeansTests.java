/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.testsupport.RedisProcess;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application may put an aspect around all of the starter's beans, with proxies of
 * either kind.
 */
@Tag("database")
class ProxiedBeansTests {

	private static RedisProcess redis;

	@BeforeAll
	static void start() {
		redis = new RedisProcess();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@ParameterizedTest
	@CsvSource("jdbc,true,redis")
	void purchaseWithAnAspectAroundEverything(String ledger, boolean proxyTargetClass, String shared) {
		purchase(ledger, proxyTargetClass, shared);
	}

	@ParameterizedTest
	@CsvSource({ "jdbc,false,redis", "memory,true,local", "memory,false,local" })
	@Tag("long")
	void purchaseWithAnAspectAroundEverythingTheOtherWayRound(String ledger, boolean proxyTargetClass, String shared) {
		purchase(ledger, proxyTargetClass, shared);
	}

	private static void purchase(String ledger, boolean proxyTargetClass, String shared) {
		try (KaspiApiStub api = new KaspiApiStub();
				ConfigurableApplicationContext application = ShopApplication.start(api, List.of(AroundEverything.class),
						ShopApplication.WITHOUT_SECURITY_AND_JPA, "spring.aop.proxy-target-class=" + proxyTargetClass,
						"kaspi.pay.ledger.type=" + ledger, "kaspi.pay.rate-limit.store=" + shared,
						"spring.datasource.generate-unique-name=true", "spring.data.redis.host=127.0.0.1",
						"spring.data.redis.port=" + redis.port())) {
			KaspiOrderService orders = application.getBean(KaspiOrderService.class);
			orders.create(KaspiOrderRequest.builder().amount(100).reference("advised").build());
			assertThat(new WebhookSender(application).send(WebhookSender.body("advised", "PAID", "100")).statusCode())
				.isEqualTo(200);
			ShopApplication.Listener listener = application.getBean(ShopApplication.Listener.class);
			await().untilAsserted(
					() -> assertThat(listener.of("advised")).singleElement().isInstanceOf(KaspiOrderPaidEvent.class));
			assertThat(orders.findByReference("advised").orElseThrow().status()).isEqualTo(KaspiOrderStatus.PAID);
			assertThat(application.getBean(AroundEverything.class).advised)
				.anyMatch((call) -> call.endsWith("KaspiOrderService.create"));
			assertThat(application.getBean(CallWindow.class).describe())
				.isEqualTo(shared.equals("redis") ? "in Redis" : "in memory");
			assertThat(notProxied(application)).isEmpty();
		}
	}

	/**
	 * A record can have no proxy, and what works on bean definitions comes before all
	 * aspects.
	 */
	private static List<String> notProxied(ConfigurableApplicationContext application) {
		return Arrays.stream(application.getBeanDefinitionNames())
			.map(application::getBean)
			.filter((bean) -> bean.getClass().getName().startsWith("io.github.kaspipay."))
			.filter((bean) -> !AopUtils.isAopProxy(bean))
			.filter((bean) -> !(bean instanceof KaspiPayProperties || bean instanceof BeanFactoryPostProcessor
					|| bean instanceof AroundEverything))
			.map((bean) -> bean.getClass().getName())
			.toList();
	}

	@Aspect
	static class AroundEverything {

		final Set<String> advised = ConcurrentHashMap.newKeySet();

		@Around("execution(* io.github.kaspipay..*(..)) || execution(* javax.sql.DataSource+.*(..))"
				+ " || execution(* org.springframework.data.redis.connection.RedisConnectionFactory+.*(..))")
		Object around(ProceedingJoinPoint call) throws Throwable {
			this.advised
				.add(call.getSignature().getDeclaringType().getSimpleName() + "." + call.getSignature().getName());
			return call.proceed();
		}

	}

}
