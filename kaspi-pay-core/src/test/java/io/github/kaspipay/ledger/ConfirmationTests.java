/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a webhook claims of an order that is over, and how Kaspi Pay is asked about it.
 */
class ConfirmationTests {

	private static final Instant NOW = Instant.parse("2026-05-09T16:30:00Z");

	@ParameterizedTest
	@CsvSource({ "CANCELLED, PAID, CANCELLED, 599, true", "CANCELLED, PAID, CANCELLED, 600, false",
			"CANCELLED, PAID, SOMETHING_NEW, 1, true", "CANCELLED, SOMETHING_NEW, CANCELLED, 1, false",
			"PAID, REFUNDED, PAID, 1, false" })
	void paymentOfAClosedOrderIsBelievedForTenMinutesThoughAnswersDoNotShowIt(String status, String claimed,
			String answered, long seconds, boolean held) {
		EntryDraft draft = draft(status);
		draft.unconfirmed = new UnconfirmedStatus(new KaspiOrderStatus(claimed), NOW.minusSeconds(seconds));
		answer(draft, answered, NOW);
		assertThat(draft.unconfirmed != null).isEqualTo(held);
		assertThat(draft.asked.answers()).isEqualTo(held ? 0 : 1);
	}

	@Test
	void repeatedClaimWaitsUntilTheLastAnswerIsHalfAMinuteOld() {
		EntryDraft draft = draft("PAID");
		claim(draft, "CANCELLED", NOW);
		assertThat(draft.nextPollAt).isEqualTo(NOW);
		answer(draft, "PAID", NOW.plusSeconds(1));
		assertThat(draft.unconfirmed).isNull();
		assertThat(draft.nextPollAt).isNull();
		claim(draft, "CANCELLED", NOW.plusSeconds(2));
		assertThat(draft.unconfirmed).isNotNull();
		assertThat(draft.nextPollAt).isEqualTo(NOW.plusSeconds(31));
		answer(draft, "PAID", NOW.plusSeconds(31));
		claim(draft, "CANCELLED", NOW.plusSeconds(300));
		assertThat(draft.nextPollAt).as("long since").isEqualTo(NOW.plusSeconds(300));
		claim(draft, "EXPIRED", NOW.plusSeconds(301));
		assertThat(draft.nextPollAt).as("another claim").isEqualTo(NOW.plusSeconds(301));
	}

	@Test
	void repeatedClaimDoesNotPutOffAPollThatIsDueBefore() {
		EntryDraft draft = draft("PAID");
		claim(draft, "CANCELLED", NOW);
		answer(draft, "PAID", NOW.plusSeconds(1));
		draft.nextPollAt = NOW.plusSeconds(10);
		claim(draft, "CANCELLED", NOW.plusSeconds(2));
		assertThat(draft.nextPollAt).isEqualTo(NOW.plusSeconds(10));
	}

	@Test
	void answerThatSaysTheSameAsTheClaimDoesNotBringThePollForward() {
		EntryDraft draft = draft("PAID");
		claim(draft, "CANCELLED", NOW);
		draft.nextPollAt = NOW.plusSeconds(30);
		OrderTransitions.apply(draft, answered("CANCELLED", BigDecimal.ZERO, null), NOW.plusSeconds(1));
		assertThat(draft.nextPollAt).isEqualTo(NOW.plusSeconds(30));
		OrderTransitions.apply(draft, answered("EXPIRED", BigDecimal.ZERO, null), NOW.plusSeconds(2));
		assertThat(draft.nextPollAt).isEqualTo(NOW.plusSeconds(2));
	}

	@ParameterizedTest
	@CsvSource({ "STATUS_CONFLICT, CANCELLED, false", "STATUS_CONFLICT, EXPIRED, true",
			"AMOUNT_MISMATCH, CANCELLED, true" })
	void whatWasDisputedBeforeIsNotAskedAboutAgain(Reason reason, String disputed, boolean asked) {
		EntryDraft draft = draft("PAID");
		draft.dispute = new Dispute(reason, new KaspiOrderStatus(disputed), null, NOW, false, List.of("claim"));
		claim(draft, "CANCELLED", NOW);
		assertThat(draft.unconfirmed != null).isEqualTo(asked);
	}

	@Test
	void refundOfAnotherAmountThanTheOpenOrdersIsAskedAboutBeforeItIsDisputed() {
		EntryDraft draft = draft("INIT");
		OrderTransitions.apply(draft, notified("PARTIALLY_REFUNDED", "100"), NOW);
		assertThat(draft.events).isEmpty();
		assertThat(draft.unconfirmed).isNotNull();
		KaspiOrder answer = order("PARTIALLY_REFUNDED", "100", BigDecimal.ZERO);
		OrderTransitions.apply(draft, new Answered(answer, KaspiEventSource.POLL, Expectation.of(draft.toEntry(), NOW)),
				NOW);
		assertThat(draft.events).singleElement().isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	@Test
	void answerMayTellWhatWasRefundedAltogether() {
		EntryDraft draft = draft("PAID");
		OrderTransitions.apply(draft, answered("PARTIALLY_REFUNDED", new BigDecimal("100"), null), NOW);
		assertThat(draft.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderRefundedEvent.class,
					(refund) -> assertThat(refund.amount()).isEqualByComparingTo("100"));
		assertThat(draft.refundedAmount()).isEqualByComparingTo("100");
	}

	private static void claim(EntryDraft draft, String status, Instant now) {
		OrderTransitions.apply(draft, notified(status, "25000"), now);
	}

	private static void answer(EntryDraft draft, String status, Instant now) {
		Expectation expectation = Expectation.of(draft.toEntry(), now.minus(Duration.ofMillis(1)));
		OrderTransitions.apply(draft, answered(status, BigDecimal.ZERO, expectation), now);
	}

	private static Notified notified(String status, String amount) {
		return new Notified("ORD-1", null, new KaspiOrderStatus(status), new BigDecimal(amount), () -> "0".repeat(64));
	}

	private static Answered answered(String status, BigDecimal refunded, @Nullable Expectation expectation) {
		return new Answered(order(status, "25000", refunded), KaspiEventSource.POLL, expectation);
	}

	private static KaspiOrder order(String status, String amount, BigDecimal refunded) {
		return new KaspiOrder("ORD-1", null, new KaspiOrderStatus(status), new BigDecimal(amount), refunded, null, null,
				null, null, null);
	}

	private static EntryDraft draft(String status) {
		return new EntryDraft(new LedgerEntry(order(status, "25000", BigDecimal.ZERO), "order_1", 1, false, List.of(),
				null, null, false, NOW.minusSeconds(60), null, false, 0));
	}

}
