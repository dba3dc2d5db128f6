package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.EventDelivery;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store does with events, and with many callers at once.
 */
abstract class EventOutboxContract extends OrderStoreContract {

	@Test
	void deliversEventsAsTheyWereWritten() {
		List<KaspiOrderEvent> events = List.of(LedgerData.paid("1"), LedgerData.refunded("1"),
				LedgerData.cancelled("1"), LedgerData.disputed("1"), new KaspiOrderExpiredEvent("1:EXPIRED", "1",
						"счёт-😀", LedgerData.paid("1").amount(), LedgerData.START, KaspiEventSource.API));
		store().insert(LedgerData.open("1"), events, null);
		assertThat(deliveries().all()).containsExactlyElementsOf(events);
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	void countsTheAttempt() {
		store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), null);
		assertThat(deliveries().next((event) -> {
		})).isEqualTo(new EventDelivery(LedgerData.paid("1"), 1, null, false));
	}

	@Test
	void deliversAgainAfterThePauseOfThePolicy() {
		store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), null);
		EventDelivery first = deliveries().failNext();
		assertThat(first.failure()).hasMessage("listener");
		assertThat(first.attempts()).isEqualTo(1);
		assertThat(first.parked()).isFalse();
		this.clock.advance(Duration.ofMillis(9_999));
		assertThat(deliveries().all()).isEmpty();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(deliveries().failNext().attempts()).isEqualTo(2);
		this.clock.advance(Duration.ofMillis(14_999));
		assertThat(deliveries().all()).isEmpty();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
		assertThat(store().findParked()).isEmpty();
	}

	@Test
	void countsAnErrorAsAFailure() {
		store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), null);
		EventDelivery delivery = deliveries().next((event) -> {
			throw new AssertionError("listener");
		});
		assertThat(delivery).isNotNull();
		assertThat(delivery.failure()).isInstanceOf(AssertionError.class);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(deliveries().all()).hasSize(1);
	}

	@Test
	void parksAnEventAfterTheLastAttemptUntilItIsUnparked() {
		park("1");
		this.clock.advance(Duration.ofDays(9));
		assertThat(deliveries().all()).isEmpty();
		assertThat(store().findParked()).containsExactly(LedgerData.paid("1"));
		assertThat(store().unpark("2:PAID")).isFalse();
		assertThat(store().unpark("1:PAID")).isTrue();
		assertThat(store().unpark("1:PAID")).isFalse();
		assertThat(store().findParked()).isEmpty();
		assertThat(deliveries().failNext().attempts()).isEqualTo(1);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
	}

	@Test
	void holdsOnlyTheOrderOfAnEventThatFailed() {
		store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1"), LedgerData.refunded("1")), null);
		deliveries().failNext();
		store().insert(LedgerData.open("2"), List.of(LedgerData.paid("2"), LedgerData.refunded("2")), null);
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("2"), LedgerData.refunded("2"));
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"), LedgerData.refunded("1"));
	}

	@Test
	void holdsOnlyTheOrderOfAnEventThatIsUnderWay() throws Exception {
		store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1"), LedgerData.refunded("1")), null);
		CountDownLatch underWay = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<@Nullable EventDelivery> slow = executor.submit(() -> deliveries().next((event) -> {
				underWay.countDown();
				await(goOn);
			}));
			await(underWay);
			store().insert(LedgerData.open("2"), List.of(LedgerData.paid("2")), null);
			assertThat(deliveries().all()).containsExactly(LedgerData.paid("2"));
			goOn.countDown();
			assertThat(slow.get()).isEqualTo(new EventDelivery(LedgerData.paid("1"), 1, null, false));
			assertThat(deliveries().all()).containsExactly(LedgerData.refunded("1"));
		}
		finally {
			goOn.countDown();
			executor.shutdownNow();
		}
	}

	@Test
	void deliversPastManyOrdersThatAreHeld() {
		for (int i = 0; i < 120; i++) {
			store().insert(LedgerData.open("held" + i),
					List.of(LedgerData.paid("held" + i), LedgerData.refunded("held" + i)), null);
		}
		for (int attempt = 0; attempt < 3; attempt++) {
			deliveries().to((event) -> {
				throw new IllegalStateException("listener");
			});
			this.clock.advance(Duration.ofDays(1));
		}
		assertThat(store().findParked()).hasSize(120);
		store().insert(LedgerData.open("free"), List.of(LedgerData.paid("free")), null);
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("free"));
	}

	@Test
	void deliversEachEventOnceAndInOrderToManyWorkers() throws Exception {
		for (int i = 0; i < 60; i++) {
			store().insert(LedgerData.open("o" + i), List.of(LedgerData.paid("o" + i), LedgerData.refunded("o" + i)),
					null);
		}
		Queue<KaspiOrderEvent> delivered = new ConcurrentLinkedQueue<>();
		Set<String> ordersUnderWay = ConcurrentHashMap.newKeySet();
		Queue<String> overlaps = new ConcurrentLinkedQueue<>();
		Deliveries.together(6, () -> {
			deliveries().to((event) -> {
				if (!ordersUnderWay.add(event.orderId())) {
					overlaps.add(event.eventId());
				}
				delivered.add(event);
				ordersUnderWay.remove(event.orderId());
			});
			return true;
		});
		delivered.addAll(deliveries().all());
		assertThat(overlaps).isEmpty();
		assertThat(delivered).hasSize(120).doesNotHaveDuplicates();
		for (int i = 0; i < 60; i++) {
			String orderId = "o" + i;
			assertThat(delivered).filteredOn((event) -> event.orderId().equals(orderId))
				.containsExactly(LedgerData.paid(orderId), LedgerData.refunded(orderId));
		}
	}

	@Test
	void givesEachDueOrderToOneOfManyClaimers() throws Exception {
		for (int i = 0; i < 100; i++) {
			store().insert(LedgerData.due("o" + i, LedgerData.START.minusMillis(i)), List.of(), null);
		}
		Queue<String> claimed = new ConcurrentLinkedQueue<>();
		Deliveries.together(6, () -> {
			List<LedgerEntry> due;
			do {
				due = store().claimDue(7, (entry) -> Duration.ofMinutes(1));
				due.forEach((entry) -> claimed.add(entry.order().orderId()));
			}
			while (!due.isEmpty());
			return true;
		});
		store().claimDue(100, (entry) -> null).forEach((entry) -> claimed.add(entry.order().orderId()));
		assertThat(claimed).hasSize(100).doesNotHaveDuplicates();
	}

	@Test
	void letsOneOfManyWritersWin() throws Exception {
		LedgerEntry intent = LedgerData.intent("r");
		assertThat(Deliveries.together(6, () -> store().insert(intent, List.of(), null))).containsOnlyOnce(true);
		LedgerEntry order = LedgerData.with(intent, "1", "r", KaspiOrderStatus.PAID);
		assertThat(Deliveries.together(6, () -> store().update(intent, order, List.of(LedgerData.paid("1")), null)))
			.containsOnlyOnce(true);
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
	}

	final Deliveries deliveries() {
		return new Deliveries(store());
	}

	private void park(String orderId) {
		store().insert(LedgerData.open(orderId), List.of(LedgerData.paid(orderId)), null);
		List<Boolean> parked = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			parked.add(deliveries().failNext().parked());
			this.clock.advance(Duration.ofSeconds(15));
		}
		assertThat(parked).containsExactly(false, false, true);
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
