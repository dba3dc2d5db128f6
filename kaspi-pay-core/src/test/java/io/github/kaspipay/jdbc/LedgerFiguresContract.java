/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerFigures;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How every store tells how much is open.
 */
interface LedgerFiguresContract extends StoresContract {

	@Test
	default void hasFiguresOfNothing() {
		assertThat(figures())
			.isEqualTo(new LedgerFigures(clock().instant(), 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, null, 0));
		assertThat(figures().isWebhookSilent()).isFalse();
	}

	@Test
	default void countsOrdersThatSomebodyShouldKnowOf() {
		stores().insert(LedgerData.intent("intent"));
		stores().insert(LedgerData.due("open", clock().instant().minusSeconds(7)));
		stores().insert(LedgerData.due("later", clock().instant().plusSeconds(7)));
		stores().insert(LedgerData.entry(LedgerData.flagged("disputed", KaspiOrderStatus.PAID, true, false)));
		stores()
			.insert(LedgerData.with(LedgerData.entry(LedgerData.flagged("refund", KaspiOrderStatus.PAID, false, true)),
					LedgerData.refund("a", "key", "1", KaspiRefundState.IN_DOUBT, null)));
		stores().insert(LedgerData.entry(LedgerData.flagged("paid", KaspiOrderStatus.PAID, false, false)));
		assertThat(figures().openOrders()).isEqualTo(3);
		assertThat(figures().disputedOrders()).isEqualTo(1);
		assertThat(figures().refundsInDoubt()).isEqualTo(1);
		assertThat(figures().mostOverduePoll()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	default void findsNothingOverdueBeforeItsTime() {
		stores().insert(LedgerData.due("later", clock().instant().plusSeconds(7)));
		assertThat(figures().mostOverduePoll()).isZero();
	}

	@Test
	default void countsEventsThatAreNotDelivered() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		clock().advance(Duration.ofSeconds(9));
		assertThat(figures().pendingEvents()).isEqualTo(2);
		assertThat(figures().oldestPendingEvent()).isEqualTo(Duration.ofSeconds(9));
		for (int attempt = 1; attempt <= 3; attempt++) {
			deliveries().failNext();
			clock().advance(Duration.ofSeconds(15));
		}
		assertThat(figures().parkedEvents()).isEqualTo(1);
		assertThat(figures().pendingEvents()).isEqualTo(1);
		stores().outbox().redeliver("1:PAID");
		deliveries().all();
		assertThat(figures().pendingEvents()).isZero();
		assertThat(figures().parkedEvents()).isZero();
		assertThat(figures().oldestPendingEvent()).isZero();
		stores().insertLeased(LedgerData.open("2"), LedgerData.paid("2"));
		assertThat(figures().pendingEvents()).as("under way").isEqualTo(1);
	}

	@Test
	default void tellsOfPaymentsThatNoWebhookTold() {
		stores().insert(LedgerData.entry("heard", null, KaspiOrderStatus.PAID, null), LedgerData.paid("heard"));
		assertThat(figures().paymentsSinceWebhook()).isZero();
		found("0", KaspiEventSource.POLL);
		assertThat(figures().paymentsSinceWebhook()).isEqualTo(1);
		assertThat(figures().isWebhookSilent()).as("there was never one").isTrue();
		clock().advance(Duration.ofSeconds(1));
		stores().ledger().record(LedgerData.receipt("0", clock().instant()));
		clock().advance(Duration.ofSeconds(1));
		assertThat(figures().lastWebhookAt()).isEqualTo(clock().instant().minusSeconds(1));
		assertThat(figures().paymentsSinceWebhook()).isZero();
		found("1", KaspiEventSource.POLL);
		found("2", KaspiEventSource.API);
		assertThat(figures().isWebhookSilent()).as("some get lost").isFalse();
		found("3", KaspiEventSource.POLL);
		assertThat(figures().paymentsSinceWebhook()).isEqualTo(3);
		assertThat(figures().isWebhookSilent()).isTrue();
		clock().advance(Duration.ofSeconds(1));
		LedgerEntry entry = LedgerData.open("4");
		stores().insert(entry);
		stores().update(entry, LedgerData.with(entry, KaspiOrderStatus.PAID), List.of(LedgerData.paid("4")),
				LedgerData.receipt("4", clock().instant()));
		assertThat(figures().paymentsSinceWebhook()).isZero();
	}

	@Test
	default void webhookThatAFastClockDatedHidesNoPayment() {
		stores().ledger().record(LedgerData.receipt("0", clock().instant().plus(Duration.ofDays(365))));
		clock().advance(Duration.ofSeconds(1));
		found("1", KaspiEventSource.POLL);
		found("2", KaspiEventSource.POLL);
		found("3", KaspiEventSource.POLL);
		assertThat(figures().paymentsSinceWebhook()).isEqualTo(3);
		assertThat(figures().isWebhookSilent()).isTrue();
	}

	@Test
	default void paymentsThatAFastClockDatedMakeNoWebhookSilent() {
		stores().ledger().record(LedgerData.receipt("0", clock().instant()));
		Instant ahead = clock().instant().plus(Duration.ofDays(1));
		found("1", KaspiEventSource.POLL, ahead);
		found("2", KaspiEventSource.POLL, ahead);
		found("3", KaspiEventSource.POLL, ahead);
		stores().ledger().record(LedgerData.receipt("4", ahead.plusSeconds(1)));
		assertThat(figures().paymentsSinceWebhook()).isZero();
		assertThat(figures().isWebhookSilent()).isFalse();
	}

	private void found(String orderId, KaspiEventSource source) {
		found(orderId, source, clock().instant());
	}

	private void found(String orderId, KaspiEventSource source, Instant at) {
		stores().insert(LedgerData.entry(orderId, null, KaspiOrderStatus.PAID, null),
				new KaspiOrderPaidEvent(orderId + ":PAID", orderId, null, LedgerData.AMOUNT, at, source, at, false));
	}

	private LedgerFigures figures() {
		return stores().figures().read();
	}

}
