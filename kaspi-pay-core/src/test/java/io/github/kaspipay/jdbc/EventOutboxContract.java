/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.jdbc.Deliveries.Delivery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventKind;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.ParkedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * What every outbox does with events, and with many callers at once.
 */
interface EventOutboxContract extends StoresContract {

	@Test
	default void deliversEventsAsTheyWereWritten() {
		List<KaspiOrderEvent> events = List.of(LedgerData.paid("1"), LedgerData.refunded("1"),
				LedgerData.cancelled("1"), LedgerData.disputed("1"), LedgerData.expired("1"));
		stores().insert(LedgerData.open("1"), events, null);
		assertThat(deliveries().all()).containsExactlyElementsOf(events);
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	default void deliversEventsWithTheirMetadata() {
		Map<String, String> metadata = Map.of("cart", "7", "имя", "Айгүл \"😀\"\n", "empty", "");
		List<KaspiOrderEvent> events = List.of(
				new KaspiOrderPaidEvent("1:PAID", "1", null, LedgerData.AMOUNT, LedgerData.START,
						KaspiEventSource.WEBHOOK, LedgerData.START, false, metadata),
				new KaspiOrderRefundedEvent("1:REFUNDED:1", "1", null, null, LedgerData.START, KaspiEventSource.POLL,
						LedgerData.AMOUNT, null, null, LedgerData.AMOUNT, true, metadata),
				new KaspiOrderCancelledEvent("1:CANCELLED", "1", null, LedgerData.AMOUNT, LedgerData.START,
						KaspiEventSource.POLL, metadata),
				new KaspiOrderExpiredEvent("1:EXPIRED", "1", null, LedgerData.AMOUNT, LedgerData.START,
						KaspiEventSource.API, metadata),
				new KaspiOrderDisputedEvent("1:DISPUTED", "1", null, LedgerData.AMOUNT, LedgerData.START,
						KaspiEventSource.API, KaspiOrderDisputedEvent.Reason.PAID_TWICE,
						new KaspiOrderStatus("CHARGEBACK"), null, metadata));
		stores().insert(LedgerData.open("1"), events, null);
		assertThat(deliveries().all()).containsExactlyElementsOf(events);
	}

	@Test
	default void countsTheAttemptBeforeAnybodyIsCalled() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		assertThat(deliveries().claimOne()).isEqualTo(new LeasedEvent(LedgerData.paid("1"), 1));
		assertThat(deliveries().claim(9)).isEmpty();
	}

	@Test
	default void claimsTheLongestDueFirstUpToTheNumberAskedFor() {
		for (String orderId : List.of("1", "2", "3")) {
			stores().insert(LedgerData.open(orderId), LedgerData.paid(orderId), LedgerData.refunded(orderId));
			clock().advance(Duration.ofMillis(1));
		}
		assertThat(deliveries().claim(2)).containsExactly(new LeasedEvent(LedgerData.paid("1"), 1),
				new LeasedEvent(LedgerData.paid("2"), 1));
		assertThat(deliveries().claim(2)).containsExactly(new LeasedEvent(LedgerData.paid("3"), 1));
	}

	@Test
	default void claimsWhatIsDueForLongBeforeWhatFailedBefore() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		deliveries().failNext();
		clock().advance(Duration.ofSeconds(5));
		stores().insert(LedgerData.open("2"), LedgerData.paid("2"));
		clock().advance(Duration.ofSeconds(5));
		assertThat(deliveries().claim(1)).containsExactly(new LeasedEvent(LedgerData.paid("2"), 1));
		assertThat(deliveries().claim(1)).containsExactly(new LeasedEvent(LedgerData.paid("1"), 2));
	}

	@Test
	default void leavesOutWhatIsStillUnderWayHere() {
		for (String orderId : List.of("1", "2", "3")) {
			stores().insert(LedgerData.open(orderId), LedgerData.paid(orderId));
		}
		assertThat(stores().outbox().claimDue(9, List.of("1:PAID", "3:PAID", "4:PAID"), Deliveries.POLICY))
			.containsExactly(new LeasedEvent(LedgerData.paid("2"), 1));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"), LedgerData.paid("3"));
	}

	@Test
	default void writesEventsLeasedToTheirWriter() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		assertThat(deliveries().claim(9)).isEmpty();
		List<KaspiOrderEvent> delivered = new ArrayList<>();
		assertThat(stores().outbox()
			.deliver(new LeasedEvent(LedgerData.paid("1"), 1), (event, causes) -> delivered.add(event))).isTrue();
		assertThat(stores().outbox()
			.deliver(new LeasedEvent(LedgerData.refunded("1"), 1), (event, causes) -> delivered.add(event))).isTrue();
		assertThat(delivered).containsExactly(LedgerData.paid("1"), LedgerData.refunded("1"));
		clock().advance(Duration.ofDays(1));
		assertThat(deliveries().claim(9)).isEmpty();
	}

	@Test
	default void doesNotDeliverBeforeAnOlderEventOfTheOrder() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		LeasedEvent newer = new LeasedEvent(LedgerData.refunded("1"), 1);
		assertThat(stores().outbox().deliver(newer, EventOutboxContract::notToBeCalled)).isFalse();
		Delivery failed = deliveries().deliver(new LeasedEvent(LedgerData.paid("1"), 1), (event) -> {
			throw new IllegalStateException("listener");
		});
		assertThat(failed.parked()).isFalse();
		assertThat(stores().outbox().deliver(newer, EventOutboxContract::notToBeCalled)).isFalse();
		stores().outbox().release(List.of(newer));
		assertThat(deliveries().claim(9)).as("waits for the older one").isEmpty();
		clock().advance(Duration.ofSeconds(10));
		assertThat(deliveries().claimOne()).isEqualTo(new LeasedEvent(LedgerData.paid("1"), 2));
		assertThat(deliveries().deliver(new LeasedEvent(LedgerData.paid("1"), 2), (event) -> {
		}).called()).isTrue();
		assertThat(deliveries().claimOne()).isEqualTo(newer);
	}

	@Test
	default void doesNotDeliverBehindAParkedEventOfTheOrder() {
		park("1", LedgerData.paid("1"));
		stores().update(find("1"), LedgerData.with(find("1"), KaspiOrderStatus.REFUNDED), LedgerData.refunded("1"));
		assertThat(deliveries().claim(9)).isEmpty();
		assertThat(stores().outbox().redeliver("1:PAID")).isTrue();
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"), LedgerData.refunded("1"));
	}

	@Test
	default void doesNotDeliverTwice() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"));
		LeasedEvent leased = new LeasedEvent(LedgerData.paid("1"), 1);
		assertThat(deliveries().deliver(leased, (event) -> {
		}).called()).isTrue();
		assertThat(stores().outbox().deliver(leased, EventOutboxContract::notToBeCalled)).isFalse();
		stores().outbox().release(List.of(leased));
		stores().outbox().putOff(leased, null, "too late");
		clock().advance(Duration.ofDays(1));
		assertThat(deliveries().claim(9)).isEmpty();
		assertThat(stores().outbox().countParked()).isZero();
	}

	@Test
	default void doesNotCountTheAttemptOfAnEventThatIsGivenBack() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		stores().insertLeased(LedgerData.open("2"), LedgerData.paid("2"), LedgerData.refunded("2"));
		for (int i = 0; i < 10; i++) {
			assertThat(deliveries().claimOne()).isEqualTo(new LeasedEvent(LedgerData.paid("1"), 1));
			stores().outbox().release(List.of(new LeasedEvent(LedgerData.paid("1"), 1)));
		}
		stores().outbox()
			.release(List.of(new LeasedEvent(LedgerData.paid("2"), 1), new LeasedEvent(LedgerData.refunded("2"), 1)));
		assertThat(deliveries().claim(9)).containsExactlyInAnyOrder(new LeasedEvent(LedgerData.paid("1"), 1),
				new LeasedEvent(LedgerData.paid("2"), 1));
		assertThat(stores().outbox().countParked()).isZero();
	}

	@Test
	default void leavesAnEventToWhoTookItOver() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		LeasedEvent first = deliveries().claimOne();
		stores().outbox().putOff(first, Duration.ZERO, "failed");
		LeasedEvent second = deliveries().claimOne();
		assertThat(second).isEqualTo(new LeasedEvent(LedgerData.paid("1"), 2));
		assertThat(stores().outbox().deliver(first, EventOutboxContract::notToBeCalled)).isFalse();
		stores().outbox().release(List.of(first));
		stores().outbox().putOff(first, Duration.ZERO, "too late");
		stores().outbox().putOff(first, null, "too late");
		assertThat(deliveries().claim(9)).isEmpty();
		assertThat(stores().outbox().countParked()).isZero();
		assertThat(deliveries().deliver(second, (event) -> {
		}).called()).isTrue();
	}

	@Test
	default void deliversAgainAfterThePauseOfThePolicy() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		Delivery first = deliveries().failNext();
		assertThat(first.failure()).hasMessage("listener");
		assertThat(first.attempt()).isEqualTo(1);
		assertThat(first.parked()).isFalse();
		clock().advance(Duration.ofMillis(9_999));
		assertThat(deliveries().all()).isEmpty();
		clock().advance(Duration.ofMillis(1));
		assertThat(deliveries().failNext().attempt()).isEqualTo(2);
		clock().advance(Duration.ofMillis(14_999));
		assertThat(deliveries().all()).isEmpty();
		clock().advance(Duration.ofMillis(1));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
		assertThat(stores().outbox().findParked(9)).isEmpty();
	}

	@Test
	default void countsAnErrorAsAFailure() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		Delivery delivery = deliveries().next((event) -> {
			throw new AssertionError("listener");
		});
		assertThat(delivery).isNotNull();
		assertThat(delivery.failure()).isInstanceOf(AssertionError.class);
		clock().advance(Duration.ofSeconds(10));
		assertThat(deliveries().all()).hasSize(1);
	}

	@Test
	default void parksAnEventAfterTheLastAttemptUntilItIsRedelivered() {
		park("1", LedgerData.paid("1"));
		clock().advance(Duration.ofDays(9));
		assertThat(deliveries().all()).isEmpty();
		assertThat(stores().outbox().countParked()).isEqualTo(1);
		assertThat(stores().outbox().findParked(9)).containsExactly(new ParkedEvent("1:PAID", "PAID", "1", "ref-1",
				LedgerData.START, 3, "Listener threw java.lang.IllegalStateException: listener"));
		assertThat(stores().outbox().redeliver("2:PAID")).isFalse();
		assertThat(stores().outbox().redeliver("1:PAID")).isTrue();
		assertThat(stores().outbox().redeliver("1:PAID")).isFalse();
		assertThat(stores().outbox().findParked(9)).isEmpty();
		assertThat(stores().outbox().countParked()).isZero();
		assertThat(deliveries().failNext().attempt()).isEqualTo(1);
		clock().advance(Duration.ofSeconds(10));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
	}

	@Test
	default void redeliversAllParkedEventsOrThoseOfAKind() {
		park("1", LedgerData.paid("1"));
		park("2", LedgerData.cancelled("2"));
		park("3", LedgerData.paid("3"));
		assertThat(stores().outbox().countParked()).isEqualTo(3);
		assertThat(stores().outbox().findParked(2)).extracting(ParkedEvent::eventId)
			.containsExactly("1:PAID", "2:CANCELLED");
		assertThat(stores().outbox().redeliverAll(EventKind.EXPIRED)).isZero();
		assertThat(stores().outbox().redeliverAll(EventKind.PAID)).isEqualTo(2);
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"), LedgerData.paid("3"));
		assertThat(stores().outbox().redeliverAll(null)).isEqualTo(1);
		assertThat(stores().outbox().redeliverAll(null)).isZero();
		assertThat(deliveries().all()).containsExactly(LedgerData.cancelled("2"));
	}

	@Test
	default void holdsOnlyTheOrderOfAnEventThatFailed() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		deliveries().failNext();
		stores().insert(LedgerData.open("2"), LedgerData.paid("2"), LedgerData.refunded("2"));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("2"), LedgerData.refunded("2"));
		clock().advance(Duration.ofSeconds(10));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"), LedgerData.refunded("1"));
	}

	@Test
	default void holdsOnlyTheOrderOfAnEventThatIsUnderWay() throws Exception {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		CountDownLatch underWay = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<@Nullable Delivery> slow = executor.submit(() -> deliveries().next((event) -> {
				underWay.countDown();
				await(goOn);
			}));
			await(underWay);
			stores().insert(LedgerData.open("2"), LedgerData.paid("2"));
			assertThat(deliveries().all()).containsExactly(LedgerData.paid("2"));
			goOn.countDown();
			assertThat(slow.get()).isEqualTo(new Delivery(LedgerData.paid("1"), 1, true, null, false));
			assertThat(deliveries().all()).containsExactly(LedgerData.refunded("1"));
		}
		finally {
			goOn.countDown();
			executor.shutdownNow();
		}
	}

	@Test
	default void deliversPastManyOrdersThatAreHeld() {
		for (int i = 0; i < 120; i++) {
			stores().insert(LedgerData.open("held" + i), LedgerData.paid("held" + i), LedgerData.refunded("held" + i));
		}
		for (int attempt = 0; attempt < 3; attempt++) {
			deliveries().to((event) -> {
				throw new IllegalStateException("listener");
			});
			clock().advance(Duration.ofDays(1));
		}
		assertThat(stores().outbox().findParked(1000)).hasSize(120);
		stores().insert(LedgerData.open("free"), LedgerData.paid("free"));
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("free"));
	}

	@Test
	default void deliversEachEventOnceAndInOrderToManyWorkers() throws Exception {
		for (int i = 0; i < 60; i++) {
			stores().insert(LedgerData.open("o" + i), LedgerData.paid("o" + i), LedgerData.refunded("o" + i));
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

	private void park(String orderId, KaspiOrderEvent event) {
		stores().insert(LedgerData.open(orderId), event);
		List<Boolean> parked = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			parked.add(deliveries().failNext().parked());
			clock().advance(Duration.ofSeconds(15));
		}
		assertThat(parked).containsExactly(false, false, true);
	}

	static void notToBeCalled(KaspiOrderEvent event) {
		fail("Called with " + event);
	}

	static void notToBeCalled(KaspiOrderEvent event, List<String> causes) {
		fail("Called with " + event);
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
