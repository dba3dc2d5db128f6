/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.testsupport.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What holds over every protocol and with every ledger.
 */
abstract class ProtocolTests {

	private static final BigDecimal AMOUNT = new BigDecimal("25000");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static KaspiPaySimulator simulator;

	private static @Nullable DriverManagerDataSource database;

	static Kaspi kaspi;

	static Shop shop;

	@BeforeParameterizedClassInvocation
	static void start(Protocol protocol, Ledger ledger) {
		simulator = KaspiPaySimulator.builder().webhookRetryPauses().start();
		database = (ledger == Ledger.POSTGRESQL) ? new DriverManagerDataSource(PostgresServer.newDatabase()) : null;
		kaspi = protocol.over(simulator);
		shop = new Shop(simulator, kaspi, database);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		shop.close();
		simulator.close();
	}

	@Test
	void isPaidExactlyOnce() {
		KaspiOrder order = create();
		assertThat(order.status()).isEqualTo(KaspiOrderStatus.INIT);
		kaspi.pay(order);
		KaspiOrderPaidEvent paid = awaitEvent(order, KaspiOrderPaidEvent.class);
		assertThat(paid.amount()).isEqualByComparingTo(AMOUNT);
		assertThat(paid.reference()).isEqualTo(order.reference());
		assertThat(paid.late()).isFalse();
		assertThat(paid.metadata()).containsEntry("customer", "42");
		kaspi.sayAgain(order);
		shop.letPass(order, Duration.ofMinutes(1));
		assertThat(shop.orders().get(order.orderId()).status()).isEqualTo(KaspiOrderStatus.PAID);
		fence();
		assertThat(shop.heard(order, KaspiOrderEvent.class)).containsExactly(paid);
		assertThat(shop.orders().findByReference(String.valueOf(order.reference()))).map(KaspiOrder::status)
			.hasValue(KaspiOrderStatus.PAID);
	}

	@Test
	void expiresOnce() {
		KaspiOrder order = create();
		shop.letPass(order, kaspi.lifetime());
		awaitEvent(order, KaspiOrderExpiredEvent.class);
		shop.letPass(order, kaspi.lifetime());
		fence();
		assertThat(shop.heard(order, KaspiOrderEvent.class)).hasSize(1);
		assertThat(shop.orders().findByReference(String.valueOf(order.reference()))).map(KaspiOrder::status)
			.hasValue(KaspiOrderStatus.EXPIRED);
	}

	@Test
	void isPaidLate() {
		KaspiOrder order = create();
		shop.letPass(order, kaspi.lifetime());
		awaitEvent(order, KaspiOrderExpiredEvent.class);
		kaspi.payLate(order);
		shop.letPass(order, kaspi.lifetime());
		assertThat(awaitEvent(order, KaspiOrderPaidEvent.class).late()).isTrue();
		fence();
		assertThat(shop.heard(order, KaspiOrderEvent.class)).hasSize(2);
		assertThat(shop.orders().get(order.orderId()).status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void isDisputedIfAnotherAmountIsPaid() {
		KaspiOrder order = create();
		kaspi.payOther(order, new BigDecimal("24999.5"));
		shop.letPass(order, Duration.ofMinutes(1));
		assertThat(awaitEvent(order, KaspiOrderDisputedEvent.class).reason())
			.isEqualTo(KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH);
		fence();
		assertThat(shop.heard(order, KaspiOrderPaidEvent.class)).isEmpty();
		assertThat(shop.orders().findByReference(String.valueOf(order.reference()))).map(KaspiOrder::disputed)
			.hasValue(true);
	}

	@Test
	void isRefundedWhereThereAreRefunds() {
		KaspiOrder order = create();
		kaspi.pay(order);
		shop.letPass(order, Duration.ofMinutes(1));
		awaitEvent(order, KaspiOrderPaidEvent.class);
		KaspiRefundRequest part = KaspiRefundRequest.of(new BigDecimal("5000"), "returned");
		if (!kaspi.hasRefunds()) {
			assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
				.isThrownBy(() -> shop.orders().refund(order.orderId(), part));
			assertThat(shop.orders().get(order.orderId()).status()).isEqualTo(KaspiOrderStatus.PAID);
			return;
		}
		KaspiRefund refunded = shop.orders().refund(order.orderId(), part);
		assertThat(refunded.refundedTotal()).isEqualByComparingTo("5000");
		assertThat(awaitEvent(order, KaspiOrderRefundedEvent.class).full()).isFalse();
		shop.orders().refund(order.orderId(), KaspiRefundRequest.full("all of it"));
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(shop.heard(order, KaspiOrderRefundedEvent.class))
				.extracting(KaspiOrderRefundedEvent::full)
				.containsExactly(false, true));
		assertThat(shop.orders().get(order.orderId()).status()).isEqualTo(KaspiOrderStatus.REFUNDED);
	}

	static KaspiOrder create() {
		return shop.orders()
			.create(KaspiOrderRequest.builder()
				.reference(UUID.randomUUID().toString())
				.amount(AMOUNT)
				.metadata("customer", "42")
				.build());
	}

	static <E extends KaspiOrderEvent> E awaitEvent(KaspiOrder order, Class<E> type) {
		return await().atMost(PATIENCE).until(() -> shop.heard(order, type), (heard) -> !heard.isEmpty()).get(0);
	}

	/**
	 * Waits until an order is heard of that is paid only now: what was to be heard before
	 * it was.
	 */
	static void fence() {
		KaspiOrder later = create();
		kaspi.pay(later);
		shop.letPass(later, Duration.ofMinutes(1));
		awaitEvent(later, KaspiOrderPaidEvent.class);
	}

}
