/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class InMemoryLedgerStoreTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	private final InMemoryLedgerStore store = new InMemoryLedgerStore(3, this.clock, this.outbox);

	@Test
	void holdsAtLeastOneOrder() {
		assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryLedgerStore(0, this.clock, this.outbox));
		assertThat(new InMemoryLedgerStore(1, this.clock, this.outbox).findByOrderId("ORD-1")).isNull();
	}

	@Test
	void oldestSettledOrderLeavesFirst() {
		insert("ORD-1", KaspiOrderStatus.INIT);
		insert("ORD-2", KaspiOrderStatus.PAID);
		insert("ORD-3", KaspiOrderStatus.PAID);
		insert("ORD-4", KaspiOrderStatus.INIT);
		assertThat(held()).containsExactly("ORD-1", "ORD-3", "ORD-4");
		assertThat(this.store.findByReference("ref-ORD-2")).isEmpty();
		insert("ORD-5", KaspiOrderStatus.INIT);
		assertThat(held()).containsExactly("ORD-1", "ORD-4", "ORD-5");
	}

	@Test
	void orderWithAnEventToDeliverStays() {
		LedgerEntry first = entry("ORD-1", KaspiOrderStatus.CANCELLED, null);
		insert(first, event("ORD-1"));
		insert("ORD-2", KaspiOrderStatus.CANCELLED);
		insert("ORD-3", KaspiOrderStatus.INIT);
		insert("ORD-4", KaspiOrderStatus.INIT);
		assertThat(held()).containsExactly("ORD-1", "ORD-3", "ORD-4");
	}

	@Test
	void oldestOrderLeavesWhereNoneIsSettled() {
		for (int i = 1; i <= 5; i++) {
			insert("ORD-" + i, KaspiOrderStatus.INIT);
		}
		assertThat(held()).containsExactly("ORD-3", "ORD-4", "ORD-5");
	}

	@Test
	void forgettingIsLoggedOnceAMinute(CapturedOutput output) {
		for (int i = 1; i <= 5; i++) {
			insert("ORD-" + i, KaspiOrderStatus.INIT);
		}
		assertThat(output).containsOnlyOnce("is forgotten");
		this.clock.advance(Duration.ofMinutes(1));
		insert("ORD-6", KaspiOrderStatus.INIT);
		assertThat(output).contains("order 'ORD-3' is forgotten, 2 since the last such line");
	}

	@Test
	void paymentsAreFoundByTheirMoment() {
		this.store.record(payment("1", this.clock.instant()));
		this.store.record(payment("2", this.clock.instant().plusSeconds(1)));
		assertThat(this.store.findPayments(this.clock.instant())).extracting(KaspiPayment::transactionId)
			.containsExactly("1");
		assertThat(this.store.record(payment("1", this.clock.instant()))).as("once").isFalse();
	}

	private static RecordedPayment payment(String transactionId, Instant paidAt) {
		return new RecordedPayment(transactionId, "cart-" + transactionId, "ORD-" + transactionId, BigDecimal.TEN,
				paidAt, "answer");
	}

	@Test
	void latestAttemptComesFirstWheneverAReferenceBecameKnown() {
		LedgerEntry orphan = attempt("ORD-1", null, null);
		insert(orphan);
		insert(attempt("ORD-2", "ref", "ref-2"));
		insert(attempt("ORD-3", "ref", "ref-3"));
		assertThat(update(orphan, attempt("ORD-1", "ref", "ref"))).isTrue();
		assertThat(attempts("ref")).containsExactly("ORD-3", "ORD-2", "ORD-1");
		assertThat(this.store.findByWireReference("ref").order().orderId()).isEqualTo("ORD-1");
		assertThat(this.store.findByWireReference("ref-2").order().orderId()).isEqualTo("ORD-2");
		this.store.delete(this.store.findByOrderId("ORD-2"));
		assertThat(attempts("ref")).containsExactly("ORD-3", "ORD-1");
		assertThat(this.store.findByWireReference("ref-2")).isNull();
		this.store.delete(this.store.findByOrderId("ORD-3"));
		this.store.delete(this.store.findByOrderId("ORD-1"));
		assertThat(attempts("ref")).isEmpty();
		assertThat(this.store.findByWireReference("ref")).isNull();
	}

	@Test
	void orderIdAndReferenceAreUnique() {
		insert("ORD-1", KaspiOrderStatus.INIT);
		assertThat(insert(entry("ORD-1", KaspiOrderStatus.PAID, null), event("ORD-1"))).isFalse();
		LedgerEntry sameReference = rename(entry("ORD-2", KaspiOrderStatus.INIT, null), "ref-ORD-1");
		assertThat(insert(sameReference, event("ORD-2"))).isFalse();
		insert("ORD-2", KaspiOrderStatus.INIT);
		LedgerEntry second = this.store.findByOrderId("ORD-2");
		assertThat(update(second, rename(second, "ref-ORD-1"))).isFalse();
		assertThat(this.outbox.hasUndelivered("", "ORD-1")).isFalse();
		assertThat(this.outbox.hasUndelivered("", "ORD-2")).isFalse();
	}

	@Test
	void changeOfWhatWasChangedInTheMeantimeIsRefusedWithItsEvents() {
		insert("ORD-1", KaspiOrderStatus.INIT);
		LedgerEntry read = this.store.findByOrderId("ORD-1");
		LedgerEntry paid = entry("ORD-1", KaspiOrderStatus.PAID, null);
		assertThat(update(read, paid)).isTrue();
		assertThat(update(read, entry("ORD-1", KaspiOrderStatus.CANCELLED, null), event("ORD-1"))).isFalse();
		this.store.delete(read);
		assertThat(this.store.findByOrderId("ORD-1").order().status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.store.findByOrderId("ORD-1").version()).isEqualTo(1);
		assertThat(this.outbox.hasUndelivered("", "ORD-1")).isFalse();
	}

	@Test
	void dueOrdersAreClaimedOnceTheLongestDueFirst() {
		Instant now = this.clock.instant();
		insert(entry("ORD-1", KaspiOrderStatus.INIT, now.minusSeconds(1)));
		insert(entry("ORD-2", KaspiOrderStatus.INIT, now.minusSeconds(2)));
		insert(entry("ORD-3", KaspiOrderStatus.INIT, now.plusSeconds(1)));
		assertThat(claim(1)).containsExactly("ORD-2");
		assertThat(claim(9)).containsExactly("ORD-1");
		assertThat(claim(9)).isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(claim(9)).startsWith("ORD-3").containsExactlyInAnyOrder("ORD-3", "ORD-2", "ORD-1");
	}

	@Test
	void claimWithoutANextTimeIsTheLast() {
		insert(entry("ORD-1", KaspiOrderStatus.INIT, this.clock.instant()));
		assertThat(this.store.claimDue(ClaimOrder.OVERDUE, 9, (entry) -> null)).hasSize(1);
		this.clock.advance(Duration.ofDays(365));
		assertThat(claim(9)).isEmpty();
	}

	private List<String> attempts(String reference) {
		return this.store.findByReference(reference).stream().map((entry) -> entry.order().orderId()).toList();
	}

	private LedgerEntry attempt(String orderId, @Nullable String reference, @Nullable String wireReference) {
		KaspiOrder order = new KaspiOrder(orderId, reference, KaspiOrderStatus.INIT, BigDecimal.TEN, BigDecimal.ZERO,
				null, null, null, null, null);
		return new LedgerEntry(order, wireReference, 1, false, List.of(), null, null, false, this.clock.instant(), null,
				false, 0);
	}

	private List<String> claim(int max) {
		return this.store.claimDue(ClaimOrder.OVERDUE, max, (entry) -> Duration.ofSeconds(30))
			.stream()
			.map((entry) -> entry.order().orderId())
			.toList();
	}

	private List<String> held() {
		return List.of("ORD-1", "ORD-2", "ORD-3", "ORD-4", "ORD-5")
			.stream()
			.filter((orderId) -> this.store.findByOrderId(orderId) != null)
			.toList();
	}

	private void insert(String orderId, KaspiOrderStatus status) {
		assertThat(insert(entry(orderId, status, null))).isTrue();
	}

	private boolean insert(LedgerEntry entry, KaspiOrderEvent... events) {
		return this.store.write(LedgerChange.insert(entry).withEvents(List.of(events), false));
	}

	private boolean update(LedgerEntry before, LedgerEntry after, KaspiOrderEvent... events) {
		return this.store.write(LedgerChange.update(before, after).withEvents(List.of(events), false));
	}

	private LedgerEntry entry(String orderId, KaspiOrderStatus status, @Nullable Instant nextPollAt) {
		KaspiOrder order = new KaspiOrder(orderId, "ref-" + orderId, status, BigDecimal.TEN, BigDecimal.ZERO, null,
				null, null, null, null);
		return new LedgerEntry(order, "ref-" + orderId, 1, false, List.of(), null, null, false, this.clock.instant(),
				nextPollAt, false, 0);
	}

	private static LedgerEntry rename(LedgerEntry entry, String reference) {
		KaspiOrder order = entry.order();
		return new LedgerEntry(
				new KaspiOrder(order.orderId(), reference, order.status(), order.amount(), order.refundedAmount(), null,
						null, null, null, null),
				reference, 1, false, List.of(), null, null, false, entry.recordedAt(), null, false, entry.version());
	}

	private KaspiOrderEvent event(String orderId) {
		return new KaspiOrderCancelledEvent(orderId + ":CANCELLED", orderId, null, BigDecimal.TEN, this.clock.instant(),
				KaspiEventSource.POLL);
	}

}
