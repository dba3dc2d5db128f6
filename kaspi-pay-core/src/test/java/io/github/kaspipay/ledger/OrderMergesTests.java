/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.OrderObservation.Overdue;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an entry by an answer to its creation, by its other half, by a person,
 * or when its time is over.
 */
class OrderMergesTests {

	private static final Instant NOW = Instant.parse("2026-05-09T16:30:00Z");

	@Test
	void orderWhoseAnswerTellsNoTimeWasCreatedNow() {
		EntryDraft draft = draft("INIT");
		draft.orderId = "";
		OrderArrivals.created(draft, new CreateAnswer(order("INIT", null)), Duration.ofSeconds(30), NOW);
		assertThat(draft.createdAt).isEqualTo(NOW);
		assertThat(draft.nextPollAt).isEqualTo(NOW.plusSeconds(30));
		EntryDraft told = draft("INIT");
		told.orderId = "";
		OrderArrivals.created(told, new CreateAnswer(order("INIT", NOW.minusSeconds(5))), null, NOW);
		assertThat(told.createdAt).isEqualTo(NOW.minusSeconds(5));
		assertThat(told.nextPollAt).isNull();
	}

	@Test
	void orphanThatWasPaidWithAnotherAmountThanIntendedIsDisputed() {
		EntryDraft orphan = draft("PAID");
		OrderArrivals.merge(orphan, intent("30000"), KaspiEventSource.API, NOW);
		assertThat(orphan.amount).as("what was paid").isEqualByComparingTo("25000");
		assertThat(orphan.reference).isEqualTo("order_1");
		assertThat(orphan.events).singleElement().isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (event) -> {
			assertThat(event.reason()).isEqualTo(Reason.AMOUNT_MISMATCH);
			assertThat(event.amount()).isEqualByComparingTo("30000");
			assertThat(event.claimedAmount()).isEqualByComparingTo("25000");
		});
	}

	@Test
	void orphanThatWasPaidBesidesAnotherAttemptIsDisputed() {
		EntryDraft orphan = draft("PAID");
		orphan.otherAttemptPaid = true;
		OrderArrivals.merge(orphan, intent("25000"), KaspiEventSource.API, NOW);
		assertThat(orphan.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderDisputedEvent.class,
					(event) -> assertThat(event.reason()).isEqualTo(Reason.PAID_TWICE));
	}

	@ParameterizedTest
	@CsvSource({ "PAID, 25000, false", "CANCELLED, 30000, true", "INIT, 25000, true" })
	void otherOrphansAreMergedWithoutADispute(String status, String intended, boolean otherAttemptPaid) {
		EntryDraft orphan = draft(status);
		orphan.otherAttemptPaid = otherAttemptPaid;
		OrderArrivals.merge(orphan, intent(intended), KaspiEventSource.API, NOW);
		assertThat(orphan.events).isEmpty();
		assertThat(orphan.status.value()).isEqualTo(status);
	}

	@Test
	void adoptedOrderKeepsWhatItBringsAlong() {
		EntryDraft draft = draft("INIT");
		draft.metadata = Map.of("cart", "1");
		OrderArrivals.adopt(draft, order("PARTIALLY_REFUNDED", NOW), NOW);
		KaspiOrder adopted = draft.toEntry().order();
		assertThat(adopted.paymentUrl()).isEqualTo(URI.create("https://pay.example/1"));
		assertThat(adopted.metadata()).containsExactly(Map.entry("cart", "1"));
		assertThat(adopted.refundedAmountKnown()).isFalse();
		assertThat(draft.events).isEmpty();
	}

	@Test
	void acceptedRefundOfAnOrderThatWasClosedHasTheAmountThatWasClaimed() {
		EntryDraft draft = draft("EXPIRED");
		draft.dispute = dispute("REFUNDED", "24000");
		disputes(draft).accept();
		assertThat(draft.amount).isEqualByComparingTo("24000");
		assertThat(draft.events.get(0)).isInstanceOfSatisfying(KaspiOrderPaidEvent.class,
				(paid) -> assertThat(paid.late()).isTrue());
		assertThat(draft.isDisputed()).isFalse();
	}

	@Test
	void acceptedRefundOfAPaidOrderDoesNotChangeItsAmount() {
		EntryDraft draft = draft("PAID");
		draft.dispute = dispute("PARTIALLY_REFUNDED", "26000");
		disputes(draft).accept();
		assertThat(draft.amount).isEqualByComparingTo("25000");
	}

	@Test
	void acceptedPaymentIsPolledNoMore() {
		EntryDraft draft = draft("INIT");
		draft.nextPollAt = NOW.plusSeconds(30);
		draft.dispute = dispute("PAID", "24000");
		disputes(draft).accept();
		assertThat(draft.status).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(draft.nextPollAt).isNull();
	}

	@Test
	void dismissedDisputeOfAnOpenOrderIsPolledAgain() {
		EntryDraft draft = draft("INIT");
		draft.dispute = dispute("PAID", "24000");
		disputes(draft).dismiss();
		assertThat(draft.nextPollAt).isEqualTo(NOW);
		EntryDraft polled = draft("INIT");
		polled.dispute = dispute("PAID", "24000");
		polled.nextPollAt = NOW.plusSeconds(30);
		disputes(polled).dismiss();
		assertThat(polled.nextPollAt).isEqualTo(NOW.plusSeconds(30));
		EntryDraft closed = draft("CANCELLED");
		closed.dispute = dispute("PAID", "24000");
		disputes(closed).dismiss();
		assertThat(closed.nextPollAt).isNull();
	}

	@Test
	void orderIsOverdueWhenItsTimeIsOver() {
		EntryDraft early = draft("INIT");
		early.expiresAt = NOW.plusSeconds(1);
		OrderTransitions.apply(early, new Overdue("ORD-1"), NOW);
		assertThat(early.status).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(early.nextPollAt).isEqualTo(NOW.plusSeconds(1));
		for (Instant expiresAt : new Instant[] { NOW, null }) {
			EntryDraft over = draft("INIT");
			over.expiresAt = expiresAt;
			OrderTransitions.apply(over, new Overdue("ORD-1"), NOW);
			assertThat(over.events).singleElement().isInstanceOf(KaspiOrderExpiredEvent.class);
		}
		EntryDraft disputed = draft("INIT");
		disputed.nextPollAt = NOW;
		disputed.dispute = dispute("PAID", "24000");
		OrderTransitions.apply(disputed, new Overdue("ORD-1"), NOW);
		assertThat(disputed.nextPollAt).isNull();
		assertThat(disputed.events).isEmpty();
	}

	private static DisputeTransitions disputes(EntryDraft draft) {
		return new DisputeTransitions(draft, KaspiEventSource.API, null, NOW);
	}

	private static Dispute dispute(String status, String amount) {
		return new Dispute(Reason.AMOUNT_MISMATCH, new KaspiOrderStatus(status), new BigDecimal(amount),
				NOW.minusSeconds(60), true, List.of("claim"));
	}

	private static EntryDraft draft(String status) {
		KaspiOrder order = new KaspiOrder("ORD-1", null, new KaspiOrderStatus(status), new BigDecimal("25000"),
				BigDecimal.ZERO, null, null, null, null, null);
		return new EntryDraft(entry(order, null));
	}

	private static LedgerEntry intent(String amount) {
		return entry(new KaspiOrder("", "order_1", KaspiOrderStatus.UNKNOWN, new BigDecimal(amount), BigDecimal.ZERO,
				null, null, null, null, null), "order_1");
	}

	private static KaspiOrder order(String status, @Nullable Instant createdAt) {
		return new KaspiOrder("ORD-1", null, new KaspiOrderStatus(status), new BigDecimal("25000"), BigDecimal.ZERO,
				null, URI.create("https://pay.example/1"), createdAt, null, null);
	}

	private static LedgerEntry entry(KaspiOrder order, @Nullable String wireReference) {
		return new LedgerEntry(order, wireReference, 1, false, List.of(), null, null, false, NOW.minusSeconds(60), null,
				false, 0);
	}

}
