/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refunds of 25000, where Kaspi Pay tells what was refunded altogether.
 */
class RefundTotalTests {

	private static final Instant NOW = Instant.parse("2026-05-09T16:30:00Z");

	private final EntryDraft draft = draft();

	@Test
	void whatTheLedgerDoesNotKnowWasRefundedElsewhere() {
		observe("100", null);
		observe("100", null);
		observe("250", null);
		assertThat(events()).containsExactly("100", "150");
		assertThat(this.draft.status).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		observe("25000", null);
		assertThat(events()).containsExactly("100", "150", "24750");
		assertThat(this.draft.status).isEqualTo(KaspiOrderStatus.REFUNDED);
	}

	@Test
	void answerThatIsOlderThanWhatIsKnownTakesNothingBack() {
		observe("250", null);
		intend("1000");
		observe("100", lateAnswer());
		assertThat(events()).containsExactly("250");
		assertThat(this.draft.pendingRefund()).isNotNull();
	}

	@Test
	void refundInDoubtIsAPartOfWhatIsNotExplained() {
		RefundEntry pending = intend("1000");
		observe("1500", null);
		assertThat(state(pending)).isEqualTo(KaspiRefundState.ACCEPTED);
		assertThat(events()).containsExactly("1000", "500");
		RefundEntry whole = intend("2000");
		observe("3500", null);
		assertThat(state(whole)).isEqualTo(KaspiRefundState.ACCEPTED);
		assertThat(events()).containsExactly("1000", "500", "2000");
	}

	@Test
	void refundInDoubtThatIsMoreThanWhatIsNotExplainedStaysSo() {
		RefundEntry pending = intend("1000");
		observe("999", null);
		assertThat(state(pending)).isEqualTo(KaspiRefundState.INTENDED);
		assertThat(events()).containsExactly("999");
	}

	@Test
	void refundInDoubtThatALateAnswerDoesNotShowDidNotHappen() {
		RefundEntry pending = intend("1000");
		observe("0", null);
		assertThat(state(pending)).isEqualTo(KaspiRefundState.INTENDED);
		observe("0", lateAnswer());
		assertThat(state(pending)).isEqualTo(KaspiRefundState.REFUSED);
		assertThat(events()).isEmpty();
	}

	@Test
	void partOfUnknownAmountIsNotBookedTwice() {
		refunds().observe(KaspiOrderStatus.PARTIALLY_REFUNDED, null);
		observe("100", null);
		assertThat(this.draft.events).hasSize(1);
	}

	@Test
	void answerOfARefundThatWasObservedBeforeItStillSaysItsNumber() {
		RefundEntry sent = intend("1000");
		observe("1000", null);
		refunds().accepted(sent, new RefundAnswer("R-1", null, null));
		assertThat(this.draft.refund(sent.id())).isNotNull()
			.satisfies((refund) -> assertThat(refund.kaspiId()).isEqualTo("R-1"));
		assertThat(events()).containsExactly("1000");
	}

	@Test
	void nothingIsAskedAboutOnceARefundIsRefused() {
		RefundEntry sent = intend("1000");
		this.draft.nextPollAt = NOW;
		refunds().refused(sent.id());
		assertThat(this.draft.nextPollAt).isNull();
	}

	private Expectation lateAnswer() {
		return Expectation.of(this.draft.toEntry(), NOW.plus(Duration.ofHours(1)));
	}

	private RefundEntry intend(String amount) {
		return refunds().intend(new BigDecimal(amount), null);
	}

	private void observe(String total, @Nullable Expectation expectation) {
		refunds().observeTotal(new BigDecimal(total), expectation);
	}

	private RefundTransitions refunds() {
		return new RefundTransitions(this.draft, KaspiEventSource.POLL, NOW);
	}

	private @Nullable KaspiRefundState state(RefundEntry refund) {
		RefundEntry now = this.draft.refund(refund.id());
		return (now != null) ? now.state() : null;
	}

	private List<String> events() {
		return this.draft.events.stream()
			.map((event) -> String.valueOf(((KaspiOrderRefundedEvent) event).amount()))
			.toList();
	}

	private static EntryDraft draft() {
		KaspiOrder order = new KaspiOrder("ORD-1", "order_1", KaspiOrderStatus.PAID, new BigDecimal("25000"),
				BigDecimal.ZERO, null, null, null, null, null);
		return new EntryDraft(new LedgerEntry(order, "order_1", 1, false, List.of(), null, null, false,
				NOW.minusSeconds(60), null, false, 0));
	}

}
