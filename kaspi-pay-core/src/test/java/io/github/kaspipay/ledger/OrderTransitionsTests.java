/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.outbox.EventKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every pair of statuses, told by a webhook, by an answer, and by the answer to a
 * question about what was not confirmed.
 */
class OrderTransitionsTests {

	private static final Instant NOW = Instant.parse("2026-05-09T16:30:00Z");

	private static final List<String> STATUSES = List.of("INIT", "PAID", "CANCELLED", "EXPIRED", "PARTIALLY_REFUNDED",
			"REFUNDED", "SOMETHING_NEW");

	private static final String UNPAID = "INIT SOMETHING_NEW";

	/**
	 * The status after it, then the kinds of the events; "?" is asked about, "-" is
	 * nothing new. By how it is told: webhook, answer, reply. Rows are what it was,
	 * columns what is said, in the order of {@link #STATUSES}.
	 */
	private static final Map<String, String[]> TABLE = Map.of("INIT",
			row("-", "PAID PAID", "CANCELLED CANCELLED", "EXPIRED EXPIRED",
					"PARTIALLY_REFUNDED PAID PARTIALLY_REFUNDED", "REFUNDED PAID REFUNDED", "SOMETHING_NEW"),
			"SOMETHING_NEW",
			row("-", "PAID PAID", "CANCELLED CANCELLED", "EXPIRED EXPIRED",
					"PARTIALLY_REFUNDED PAID PARTIALLY_REFUNDED", "REFUNDED PAID REFUNDED", "-"),
			"PAID",
			row("-", "-", "? / ? / DISPUTED", "? / ? / DISPUTED", "PARTIALLY_REFUNDED PARTIALLY_REFUNDED",
					"REFUNDED REFUNDED", "? / ? / DISPUTED"),
			"PARTIALLY_REFUNDED",
			row("-", "-", "? / ? / DISPUTED", "? / ? / DISPUTED", "-", "REFUNDED REFUNDED", "? / ? / DISPUTED"),
			"REFUNDED", row("-", "-", "-", "-", "-", "-", "? / ? / DISPUTED"), "CANCELLED",
			row("-", "? / PAID PAID / PAID PAID", "-", "-",
					"? / PARTIALLY_REFUNDED PAID PARTIALLY_REFUNDED / PARTIALLY_REFUNDED PAID PARTIALLY_REFUNDED",
					"? / REFUNDED PAID REFUNDED / REFUNDED PAID REFUNDED", "-"),
			"EXPIRED",
			row("-", "? / PAID PAID / PAID PAID", "-", "-",
					"? / PARTIALLY_REFUNDED PAID PARTIALLY_REFUNDED / PARTIALLY_REFUNDED PAID PARTIALLY_REFUNDED",
					"? / REFUNDED PAID REFUNDED / REFUNDED PAID REFUNDED", "-"));

	static Stream<Object[]> allPairs() {
		List<Object[]> pairs = new ArrayList<>();
		for (String from : STATUSES) {
			for (int column = 0; column < STATUSES.size(); column++) {
				String[] told = TABLE.get(from)[column].split(" / ");
				for (Told how : Told.values()) {
					pairs.add(new Object[] { from, STATUSES.get(column), how, told[how.ordinal() % told.length] });
				}
			}
		}
		return pairs.stream();
	}

	@ParameterizedTest(name = "{0} -> {1} by {2}: {3}")
	@MethodSource("allPairs")
	void everyPair(String from, String to, Told how, String expected) {
		boolean otherWord = from.equals("PARTIALLY_REFUNDED") && how == Told.REPLY && !to.equals("SOMETHING_NEW");
		EntryDraft draft = draft(from, (how == Told.REPLY) ? status(otherWord ? "EXPIRED" : to) : null);
		ObservationOutcome outcome = OrderTransitions.apply(draft, told(how, to, "25000", draft), NOW);
		List<String> words = List.of(expected.split(" "));
		if (expected.equals("?")) {
			assertThat(outcome).isEqualTo(ObservationOutcome.TO_CONFIRM);
			assertThat(draft.status).isEqualTo(status(from));
			assertThat(draft.events).isEmpty();
			assertThat(Objects.requireNonNull(draft.unconfirmed).status()).isEqualTo(status(to));
			assertThat(draft.nextPollAt).isEqualTo(NOW);
			return;
		}
		assertThat(draft.unconfirmed).isNull();
		if (expected.equals("-")) {
			assertThat(draft.status).isEqualTo(status(from));
			assertThat(draft.events).isEmpty();
			assertThat(outcome)
				.isEqualTo((how == Told.REPLY) ? ObservationOutcome.RECORDED : ObservationOutcome.UNCHANGED);
			return;
		}
		assertThat(outcome).isEqualTo(ObservationOutcome.RECORDED);
		boolean disputed = words.get(0).equals("DISPUTED");
		assertThat(draft.status).isEqualTo(status(disputed ? from : words.get(0)));
		List<String> kinds = disputed ? words : words.subList(1, words.size());
		assertThat(draft.events).extracting((event) -> EventKind.of(event).name())
			.containsExactlyElementsOf(kinds.stream().map((kind) -> kind.replace("PARTIALLY_", "")).toList());
		assertThat(draft.events).allSatisfy((event) -> {
			assertThat(event.reference()).isEqualTo("order_1");
			assertThat((event instanceof KaspiOrderRefundedEvent refund) ? refund.orderAmount() : event.amount())
				.isEqualTo("25000");
			assertThat(event.occurredAt()).isEqualTo(NOW);
			assertThat(event.source()).isEqualTo(how.source());
			if (event instanceof KaspiOrderPaidEvent paid) {
				assertThat(paid.late()).isEqualTo(!UNPAID.contains(from));
			}
			if (event instanceof KaspiOrderRefundedEvent refund) {
				assertThat(refund.full()).isEqualTo(to.equals("REFUNDED"));
			}
			if (event instanceof KaspiOrderDisputedEvent dispute) {
				assertThat(dispute.reason())
					.isEqualTo(to.equals("SOMETHING_NEW") ? Reason.UNKNOWN_STATUS : Reason.STATUS_CONFLICT);
				assertThat(dispute.claimedStatus()).isEqualTo(status(to));
				assertThat(dispute.claimedAmount()).isEqualTo("25000");
			}
		});
		boolean open = UNPAID.contains(draft.status.value());
		assertThat(draft.nextPollAt).isEqualTo(open ? NOW.plusSeconds(30) : null);
	}

	@ParameterizedTest
	@CsvSource({ "INIT, WEBHOOK", "INIT, ANSWER", "INIT, REPLY", "SOMETHING_NEW, WEBHOOK", "PAID, WEBHOOK",
			"PAID, ANSWER", "CANCELLED, ANSWER", "EXPIRED, REPLY" })
	void paymentOfAnotherAmountIsDisputedOncePerClaimAndNeverPaid(String from, Told how) {
		EntryDraft draft = draft(from, null);
		OrderTransitions.apply(draft, told(how, "PAID", "24999.99", draft), NOW);
		assertThat(draft.status).isEqualTo(status(from));
		assertThat(draft.events).singleElement().isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (event) -> {
			assertThat(event.reason()).isEqualTo(Reason.AMOUNT_MISMATCH);
			assertThat(event.claimedStatus()).isEqualTo(KaspiOrderStatus.PAID);
			assertThat(event.claimedAmount()).isEqualTo("24999.99");
		});
		KaspiOrder order = draft.toEntry().order();
		assertThat(order.disputed()).isTrue();
		assertThat(order.claimedAmount()).isEqualTo("24999.99");
		EntryDraft again = new EntryDraft(draft.toEntry());
		OrderTransitions.apply(again, told(how, "PAID", "24999.99", again), NOW);
		assertThat(again.events).isEmpty();
	}

	@Test
	void anotherClaimIsAnotherDispute() {
		EntryDraft draft = draft("INIT", null);
		OrderTransitions.apply(draft, told(Told.ANSWER, "PAID", "24999", draft), NOW);
		EntryDraft again = new EntryDraft(draft.toEntry());
		OrderTransitions.apply(again, told(Told.ANSWER, "PAID", "1", again), NOW);
		assertThat(again.events).singleElement()
			.satisfies((event) -> assertThat(event.eventId()).isNotEqualTo(draft.events.get(0).eventId()));
	}

	@Test
	void disputedOrderIsPaidWhenTheRightAmountComes() {
		EntryDraft draft = draft("INIT", null);
		OrderTransitions.apply(draft, told(Told.WEBHOOK, "PAID", "1", draft), NOW);
		EntryDraft then = new EntryDraft(draft.toEntry());
		OrderTransitions.apply(then, told(Told.ANSWER, "PAID", "25000.00", then), NOW);
		assertThat(then.events).hasSize(1).hasOnlyElementsOfType(KaspiOrderPaidEvent.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PAID", "PARTIALLY_REFUNDED", "REFUNDED" })
	void paymentWithoutAnAmountIsAskedAbout(String to) {
		EntryDraft draft = draft("INIT", null);
		assertThat(OrderTransitions.apply(draft, told(Told.WEBHOOK, to, null, draft), NOW))
			.isEqualTo(ObservationOutcome.TO_CONFIRM);
		assertThat(draft.events).isEmpty();
		assertThat(draft.status).isEqualTo(KaspiOrderStatus.INIT);
		EntryDraft then = new EntryDraft(draft.toEntry());
		OrderTransitions.apply(then, told(Told.REPLY, "PAID", "25000", then), NOW);
		assertThat(then.status).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void sameStatusAgainDoesNotPutThePollOff() {
		EntryDraft draft = draft("PAID", null);
		OrderTransitions.apply(draft, told(Told.WEBHOOK, "CANCELLED", null, draft), NOW);
		EntryDraft again = new EntryDraft(draft.toEntry());
		assertThat(OrderTransitions.apply(again, told(Told.WEBHOOK, "CANCELLED", null, again), NOW.plusSeconds(9)))
			.isEqualTo(ObservationOutcome.TO_CONFIRM);
		assertThat(again.nextPollAt).isEqualTo(NOW);
	}

	@Test
	void conflictThatDoesNotHoldIsDropped() {
		EntryDraft draft = draft("PAID", status("CANCELLED"));
		OrderTransitions.apply(draft, told(Told.REPLY, "PAID", "25000", draft), NOW);
		assertThat(draft.events).isEmpty();
		assertThat(draft.unconfirmed).isNull();
		assertThat(draft.nextPollAt).isNull();
	}

	@Test
	void paidAtIsTheAnswersOrElseNow() {
		EntryDraft webhook = draft("INIT", null);
		OrderTransitions.apply(webhook, told(Told.WEBHOOK, "PAID", "25000", webhook), NOW);
		assertThat(((KaspiOrderPaidEvent) webhook.events.get(0)).paidAt()).isEqualTo(NOW);
		EntryDraft answer = draft("INIT", null);
		KaspiOrder paid = new KaspiOrder("ORD-1", null, KaspiOrderStatus.PAID, new BigDecimal("25000"), BigDecimal.ZERO,
				null, null, null, null, NOW.minusSeconds(60));
		OrderTransitions.apply(answer, new Answered(paid, KaspiEventSource.POLL, null), NOW);
		assertThat(((KaspiOrderPaidEvent) answer.events.get(0)).paidAt()).isEqualTo(NOW.minusSeconds(60));
		EntryDraft later = new EntryDraft(webhook.toEntry());
		OrderTransitions.apply(later, new Answered(paid, KaspiEventSource.POLL, null), NOW);
		assertThat(later.toEntry().order().paidAt()).as("Kaspi Pay knows best").isEqualTo(NOW.minusSeconds(60));
	}

	@Test
	void bookingARefundDoesNotDropAQueryThatIsOpen() {
		EntryDraft draft = draft("PAID", status("CANCELLED"));
		RefundEntry refund = refunds(draft, NOW).intend(new BigDecimal("100"), null);
		refunds(draft, NOW).accepted(refund, new RefundAnswer(null, null, null));
		assertThat(draft.status).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(draft.nextPollAt).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "PAID, 119, true, 0", "PAID, 121, false, 0", "PARTIALLY_REFUNDED, 1, true, 0",
			"REFUNDED, 1, false, 25000" })
	void refundInDoubtIsSettledByWhatOnlyItExplains(String answered, long seconds, boolean pending, String refunded) {
		EntryDraft draft = draft("PAID", null);
		refunds(draft, NOW).intend(new BigDecimal("100"), null);
		Instant askedAt = NOW.plus(Duration.ofSeconds(seconds));
		Expectation expectation = Expectation.of(draft.toEntry(), askedAt);
		OrderTransitions.apply(draft, answer(answered, "25000", expectation), askedAt);
		assertThat(draft.pendingRefund() != null).isEqualTo(pending);
		assertThat(draft.refundedAmount()).isEqualTo(refunded);
	}

	@Test
	void answerToAnEarlierQuerySettlesNoRefundSentSince() {
		EntryDraft draft = draft("PAID", null);
		Expectation before = Expectation.of(draft.toEntry(), NOW);
		refunds(draft, NOW.plusSeconds(1)).intend(new BigDecimal("100"), null);
		OrderTransitions.apply(draft, answer("PAID", "25000", before), NOW.plusSeconds(600));
		assertThat(draft.pendingRefund()).isNotNull();
	}

	@Test
	void answerToAnEarlierQuerySettlesNoStatusHeardSince() {
		EntryDraft draft = draft("UNKNOWN", status("EXPIRED"));
		Expectation before = Expectation.of(draft.toEntry(), NOW);
		OrderTransitions.apply(draft, told(Told.WEBHOOK, "PAID", "25000", draft), NOW.plusSeconds(1));
		OrderTransitions.apply(draft, answer("EXPIRED", "25000", before), NOW.plusSeconds(2));
		assertThat(Objects.requireNonNull(draft.unconfirmed).status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(draft.nextPollAt).isNotNull();
	}

	private static RefundTransitions refunds(EntryDraft draft, Instant now) {
		return new RefundTransitions(draft, KaspiEventSource.API, now);
	}

	private static String[] row(String... cells) {
		return cells;
	}

	private static KaspiOrderStatus status(String value) {
		return new KaspiOrderStatus(value);
	}

	private static EntryDraft draft(String status, @Nullable KaspiOrderStatus unconfirmed) {
		BigDecimal refunded = switch (status) {
			case "PARTIALLY_REFUNDED" -> BigDecimal.TEN;
			case "REFUNDED" -> new BigDecimal("25000");
			default -> BigDecimal.ZERO;
		};
		KaspiOrder order = new KaspiOrder("ORD-1", "order_1", status(status), new BigDecimal("25000"), refunded, null,
				null, null, null, null);
		List<RefundEntry> refunds = (refunded.signum() > 0) ? List.of(RefundEntry.observed(refunded, NOW)) : List.of();
		return new EntryDraft(new LedgerEntry(order, "order_1", 1, false, refunds,
				(unconfirmed != null) ? new LedgerEntry.UnconfirmedStatus(unconfirmed, NOW.minusSeconds(3600)) : null,
				null, false, NOW.minusSeconds(60), NOW.plusSeconds(30), false, 0));
	}

	private static OrderObservation told(Told how, String status, @Nullable String amount, EntryDraft draft) {
		if (how == Told.WEBHOOK) {
			BigDecimal value = (amount != null) ? new BigDecimal(amount) : null;
			return new Notified("ORD-1", null, status(status), value, () -> "0".repeat(64));
		}
		return answer(status, Objects.requireNonNull(amount),
				(how == Told.REPLY) ? Expectation.of(draft.toEntry(), NOW) : null);
	}

	private static OrderObservation answer(String status, String amount, @Nullable Expectation expectation) {
		KaspiOrder answer = new KaspiOrder("ORD-1", null, status(status), new BigDecimal(amount), BigDecimal.ZERO, null,
				null, null, null, null);
		return new Answered(answer, KaspiEventSource.POLL, expectation);
	}

	enum Told {

		WEBHOOK, ANSWER, REPLY;

		KaspiEventSource source() {
			return (this == WEBHOOK) ? KaspiEventSource.WEBHOOK : KaspiEventSource.POLL;
		}

	}

}
