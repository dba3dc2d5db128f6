/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.actuate.KaspiPayStateAutoConfiguration;
import io.github.kaspipay.autoconfigure.client.KaspiPayClientAutoConfiguration;
import io.github.kaspipay.autoconfigure.client.KaspiPayRateLimitAutoConfiguration;
import io.github.kaspipay.autoconfigure.event.KaspiPayEventAutoConfiguration;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayJdbcLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.KaspiPayMerchantsAutoConfiguration;
import io.github.kaspipay.autoconfigure.polling.KaspiPayPollingAutoConfiguration;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.github.kaspipay.testsupport.PostgresServer;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.mockito.Mockito;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Context runners with Kaspi Pay and a database.
 */
public final class DatabaseRunners {

	private DatabaseRunners() {
	}

	/**
	 * Without a DataSource.
	 */
	public static ApplicationContextRunner none() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(KaspiPayAutoConfiguration.class,
					KaspiPayMerchantsAutoConfiguration.class, KaspiPayEventAutoConfiguration.class,
					KaspiPayStateAutoConfiguration.class, KaspiPayRateLimitAutoConfiguration.class,
					KaspiPayClientAutoConfiguration.class, KaspiPayJdbcLedgerAutoConfiguration.class,
					KaspiPayLedgerAutoConfiguration.class, KaspiPayPollingAutoConfiguration.class))
			.withPropertyValues("kaspi.pay.base-url=http://127.0.0.1:1", "kaspi.pay.merchant-id=MERCHANT123",
					"kaspi.pay.client-id=client-1", "kaspi.pay.client-secret=Zq7-client-credential");
	}

	/**
	 * With an embedded H2 of its own.
	 */
	public static ApplicationContextRunner h2() {
		return none().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class, TransactionManagerCustomizationAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class));
	}

	/**
	 * With PostgreSQL, which no application takes for embedded.
	 */
	public static ApplicationContextRunner postgres() {
		return h2().withPropertyValues("spring.datasource.url=" + PostgresServer.url(),
				"spring.datasource.username=postgres", "spring.datasource.hikari.minimum-idle=0");
	}

	/**
	 * The same PostgreSQL, without a pool.
	 */
	public static DataSource postgresDataSource() {
		return new DriverManagerDataSource(PostgresServer.url());
	}

	/**
	 * Records a paid order and has its event delivered.
	 */
	public static void pay(BeanFactory context, String orderId) {
		KaspiOrder order = new KaspiOrder(orderId, null, KaspiOrderStatus.PAID, BigDecimal.TEN, BigDecimal.ZERO, null,
				null, null, null, Instant.now());
		context.getBean(KaspiOrderLedger.class).observe(new Answered(order, KaspiEventSource.API, null));
	}

	/**
	 * Creates an order, has it paid and its event delivered.
	 */
	public static void createAndPay(ApplicationContext context) {
		List<KaspiOrderEvent> delivered = new CopyOnWriteArrayList<>();
		((ConfigurableApplicationContext) context).addApplicationListener((event) -> {
			if (event instanceof PayloadApplicationEvent<?> payload
					&& payload.getPayload() instanceof KaspiOrderEvent ours) {
				delivered.add(ours);
			}
		});
		KaspiOrderLedger ledger = context.getBean(KaspiOrderLedger.class);
		KaspiPayGateway gateway = Mockito.mock(KaspiPayGateway.class);
		KaspiOrder answer = new KaspiOrder("created", "created", KaspiOrderStatus.INIT, BigDecimal.TEN, BigDecimal.ZERO,
				"qr", null, Instant.now(), Instant.now().plusSeconds(900), null);
		Mockito.when(gateway.create(Mockito.any())).thenReturn(new KaspiPayGateway.CreateAnswer(answer));
		KaspiOrderService orders = new LedgerKaspiOrderService(ledger, context.getBean(PollQueue.class),
				context.getBean(QueryLeases.class), gateway, context.getBean(LedgerClock.class).value());
		orders.create(KaspiOrderRequest.builder().amount(10).reference("created").build());
		new KaspiWebhookProcessor((body, signature) -> true, ledger)
			.process(WebhookSender.body("created", "PAID", "10").getBytes(UTF_8), List.of("signature"));
		assertThat(orders.findByReference("created").orElseThrow().status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(context.getBean(KaspiOrders.class).find(KaspiOrderQuery.all()).orders()).hasSize(1);
		context.getBean(PollQueue.class).hasDue();
		context.getBean(KaspiOrderPoller.class).poll();
		await().until(() -> delivered.size() == 1 && context.getBean(EventOutbox.class)
			.claimDue(10, List.of(), new RedeliveryPolicy(1, Duration.ofHours(1), Duration.ofHours(1)))
			.isEmpty());
		assertThat(delivered.get(0).eventId()).isEqualTo("created:PAID");
	}

}
