package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.MutableClock;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InMemoryKaspiOrderStoreTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final InMemoryKaspiOrderStore store = new InMemoryKaspiOrderStore(3, this.clock);

	@Test
	void holdsAtLeastOneOrder() {
		assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryKaspiOrderStore(0, this.clock));
	}

	@Test
	void oldestSettledOrderLeavesFirst() {
		insert("ORD-1", KaspiOrderStatus.INIT);
		insert("ORD-2", KaspiOrderStatus.PAID);
		insert("ORD-3", KaspiOrderStatus.PAID);
		insert("ORD-4", KaspiOrderStatus.INIT);
		assertThat(held()).containsExactly("ORD-1", "ORD-3", "ORD-4");
		assertThat(this.store.findByReference("ref-ORD-2")).isNull();
		insert("ORD-5", KaspiOrderStatus.INIT);
		assertThat(held()).containsExactly("ORD-1", "ORD-4", "ORD-5");
	}

	@Test
	void orderWithAnEventToDeliverStays() {
		LedgerEntry first = entry("ORD-1", KaspiOrderStatus.CANCELLED, null);
		this.store.insert(first, List.of(event("ORD-1")), null);
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
	void orderIdAndReferenceAreUnique() {
		insert("ORD-1", KaspiOrderStatus.INIT);
		assertThat(this.store.insert(entry("ORD-1", KaspiOrderStatus.PAID, null), List.of(event("ORD-1")), null))
			.isFalse();
		LedgerEntry sameReference = rename(entry("ORD-2", KaspiOrderStatus.INIT, null), "ref-ORD-1");
		assertThat(this.store.insert(sameReference, List.of(event("ORD-2")), null)).isFalse();
		insert("ORD-2", KaspiOrderStatus.INIT);
		LedgerEntry second = this.store.findByOrderId("ORD-2");
		assertThat(this.store.update(second, rename(second, "ref-ORD-1"), List.of(), null)).isFalse();
		assertThat(this.store.deliverNext((event) -> {
		}, new RedeliveryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1)))).isNull();
	}

	@Test
	void changeOfWhatWasChangedInTheMeantimeIsRefusedWithItsEvents() {
		insert("ORD-1", KaspiOrderStatus.INIT);
		LedgerEntry read = this.store.findByOrderId("ORD-1");
		LedgerEntry paid = entry("ORD-1", KaspiOrderStatus.PAID, null);
		assertThat(this.store.update(read, paid, List.of(), null)).isTrue();
		assertThat(this.store.update(read, entry("ORD-1", KaspiOrderStatus.CANCELLED, null), List.of(event("ORD-1")),
				null))
			.isFalse();
		this.store.delete(read);
		assertThat(this.store.findByOrderId("ORD-1").order().status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.store.findByOrderId("ORD-1").version()).isEqualTo(1);
		assertThat(this.store.findParked()).isEmpty();
	}

	@Test
	void dueOrdersAreClaimedOnceTheLongestDueFirst() {
		Instant now = this.clock.instant();
		this.store.insert(entry("ORD-1", KaspiOrderStatus.INIT, now.minusSeconds(1)), List.of(), null);
		this.store.insert(entry("ORD-2", KaspiOrderStatus.INIT, now.minusSeconds(2)), List.of(), null);
		this.store.insert(entry("ORD-3", KaspiOrderStatus.INIT, now.plusSeconds(1)), List.of(), null);
		assertThat(claim(1)).containsExactly("ORD-2");
		assertThat(claim(9)).containsExactly("ORD-1");
		assertThat(claim(9)).isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(claim(9)).startsWith("ORD-3").containsExactlyInAnyOrder("ORD-3", "ORD-2", "ORD-1");
	}

	@Test
	void claimWithoutANextTimeIsTheLast() {
		this.store.insert(entry("ORD-1", KaspiOrderStatus.INIT, this.clock.instant()), List.of(), null);
		assertThat(this.store.claimDue(9, (entry) -> null)).hasSize(1);
		this.clock.advance(Duration.ofDays(365));
		assertThat(claim(9)).isEmpty();
	}

	private List<String> claim(int max) {
		return this.store.claimDue(max, (entry) -> Duration.ofSeconds(30))
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
		assertThat(this.store.insert(entry(orderId, status, null), List.of(), null)).isTrue();
	}

	private LedgerEntry entry(String orderId, KaspiOrderStatus status, @Nullable Instant nextPollAt) {
		KaspiOrder order = new KaspiOrder(orderId, "ref-" + orderId, status, BigDecimal.TEN, BigDecimal.ZERO, null,
				null, null, null, null);
		return new LedgerEntry(order, null, null, false, this.clock.instant(), nextPollAt, 0);
	}

	private static LedgerEntry rename(LedgerEntry entry, String reference) {
		KaspiOrder order = entry.order();
		return new LedgerEntry(new KaspiOrder(order.orderId(), reference, order.status(), order.amount(),
				order.refundedAmount(), null, null, null, null, null), null, null, false, entry.recordedAt(), null,
				entry.version());
	}

	private KaspiOrderEvent event(String orderId) {
		return new KaspiOrderCancelledEvent(orderId + ":CANCELLED", orderId, null, BigDecimal.TEN, this.clock.instant(),
				KaspiEventSource.POLL);
	}

}
