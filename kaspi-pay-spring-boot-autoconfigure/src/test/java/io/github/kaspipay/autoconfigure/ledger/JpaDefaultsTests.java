/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Pool;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.testsupport.PostgresServer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with JPA as Spring Boot sets it up: open EntityManager in view, and a
 * pool of ten connections.
 */
@Tag("database")
class JpaDefaultsTests {

	private static final int CREATES = 40;

	private static final int AT_A_TIME = 20;

	private static final KaspiApiStub api = new KaspiApiStub();

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() {
		api.creationAnswers(KaspiApiStub
			.json(201,
					"{\"orderId\":\"{{jsonPath request.body '$.reference'}}\",\"status\":\"INIT\",\"qrData\":\"0003\","
							+ "\"expiresAt\":\"2099-05-09T17:20:00Z\"}")
			.withFixedDelay(300));
		application = ShopApplication.start(api, List.of(Checkout.class, Barrier.class),
				ShopApplication.WITHOUT_SECURITY, "spring.datasource.url=" + PostgresServer.url(),
				"spring.datasource.username=postgres", "spring.jpa.hibernate.ddl-auto=create",
				"kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=jpa_defaults_",
				"kaspi.pay.rate-limit.requests-per-minute=100000", "kaspi.pay.polling.enabled=false",
				"kaspi.pay.rate-limit.store=local", "kaspi.pay.token.store=memory",
				"spring.modulith.events.jdbc.schema-initialization.enabled=true");
	}

	@AfterAll
	static void stop() {
		application.close();
		api.close();
	}

	@Test
	void createsMoreAtATimeThanThePoolHasConnections() throws Exception {
		List<Integer> answers = post("/create?reference=plain-", CREATES, AT_A_TIME);
		assertThat(answers).hasSize(CREATES).containsOnly(200);
		assertThat(api.creationCalls()).isGreaterThanOrEqualTo(CREATES);
		assertThat(CallBarrier.activeInCalls).as("connections in use while all were in their calls")
			.hasSize(CREATES / AT_A_TIME)
			.containsOnly(0);
	}

	/**
	 * Callers that hold a connection in a transaction of their own need another one for
	 * the ledger: fewer at a time than the pool has.
	 */
	@Test
	void createsInTransactionsOfTheCallers() throws Exception {
		assertThat(post("/create-in-transaction?reference=joined-", 15, 5)).hasSize(15).containsOnly(200);
		assertThat(application.getBean(JdbcClient.class)
			.sql("SELECT COUNT(*) FROM shipped_order WHERE order_id LIKE 'joined-%'")
			.query(Integer.class)
			.single()).isEqualTo(15);
	}

	private static List<Integer> post(String path, int requests, int atATime) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		ExecutorService threads = Executors.newFixedThreadPool(atATime);
		try {
			List<Future<Integer>> answers = IntStream.range(0, requests).mapToObj((i) -> threads.submit(() -> {
				URI uri = URI.create("http://127.0.0.1:" + WebhookSender.port(application) + path + i);
				HttpRequest request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
				HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
				return response.statusCode();
			})).toList();
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> answer : answers) {
				statuses.add(answer.get());
			}
			return statuses;
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Waits in the call until as many callers are there as come at a time, and looks then
	 * how many connections are in use.
	 */
	static final class CallBarrier implements BeanPostProcessor {

		private static final List<Integer> activeInCalls = new CopyOnWriteArrayList<>();

		private static final CyclicBarrier barrier = new CyclicBarrier(AT_A_TIME, CallBarrier::look);

		private static void look() {
			AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
			// a sweep may use one for a moment
			await().pollInterval(Duration.ofMillis(20))
				.until(() -> least.accumulateAndGet(Pool.active(application), Math::min) == 0);
			activeInCalls.add(least.get());
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return !(bean instanceof KaspiPayGateway gateway) ? bean
					: Proxy.newProxyInstance(KaspiPayGateway.class.getClassLoader(),
							new Class<?>[] { KaspiPayGateway.class }, (proxy, method, arguments) -> {
								if (method.getName().equals("create")
										&& ((KaspiOrderRequest) arguments[0]).getReference().startsWith("plain-")) {
									barrier.await(30, TimeUnit.SECONDS);
								}
								return method.invoke(gateway, arguments);
							});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = JpaDefaultsTests.class)
	@RestController
	static class Checkout {

		private final KaspiOrderService orders;

		private final TransactionTemplate transaction;

		@PersistenceContext
		private EntityManager entities;

		Checkout(KaspiOrderService orders, PlatformTransactionManager transactions) {
			this.orders = orders;
			this.transaction = new TransactionTemplate(transactions);
		}

		@PostMapping("/create")
		String create(@RequestParam("reference") String reference) {
			return this.orders.create(KaspiOrderRequest.builder().amount(100).reference(reference).build()).orderId();
		}

		@PostMapping("/create-in-transaction")
		@Nullable String createInTransaction(@RequestParam("reference") String reference) {
			return this.transaction.execute((status) -> {
				this.entities.persist(new KaspiPayJdbcLedgerTransactionTests.ShippedOrder(reference));
				this.entities.flush();
				return create(reference);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Barrier {

		@Bean
		static CallBarrier callBarrier() {
			return new CallBarrier();
		}

	}

}
