/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.NoDispatch;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.outbox.EventKind;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders the ledger does not know, references that fit no order, and observations that
 * race.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KaspiOrderLedgerTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@ParameterizedTest
	@ValueSource(strings = { "PAID", "CANCELLED", "REFUNDED", "INIT", "SOMETHING_NEW" })
	void unknownOrderIsConfirmedBeforeAnythingIsPublished(String status) {
		assertThat(this.kaspi.webhook("ORD-9", status, "700")).isEqualTo(ObservationOutcome.TO_CONFIRM);
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.answerStatus("ORD-9", "PAID", "500");
		this.kaspi.poller.poll();
		assertThat(this.kaspi.events).singleElement().isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (event) -> {
			assertThat(event.amount()).isEqualTo("500");
			assertThat(event.reference()).isEqualTo("order_ORD-9");
		});
	}

	@Test
	void unknownOrderThatKaspiPayDoesNotKnowIsForgotten() {
		this.kaspi.webhook("ORD-9", "PAID", "700");
		this.kaspi.answerStatus("ORD-9", json(404, "{}"));
		this.kaspi.run(Duration.ofMinutes(90));
		assertThat(this.kaspi.store.findByOrderId("ORD-9")).isNull();
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void webhookMaySettleACreationBeforeItsAnswer() {
		LedgerEntry intent = intend(this.kaspi.ledger);
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "25000");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
		KaspiOrder created = this.kaspi.ledger.creations()
			.recordCreated(intent, new CreateAnswer(answer("ORD-1", null)), Duration.ofSeconds(30));
		assertThat(created.status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(created.qrData()).isEqualTo("0003");
		this.kaspi.ledger.creations().discardIntent(intent);
		assertThat(this.kaspi.service.findByReference("order_1")).contains(created);
	}

	@Test
	void webhookOfAnotherAmountNeverPaysACreation() {
		intend(this.kaspi.ledger);
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "1");
		assertThat(this.kaspi.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderDisputedEvent.class,
					(event) -> assertThat(event.claimedAmount()).isEqualTo("1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "INIT", "SOMETHING_NEW" })
	void creationWithoutAnAnswerIsPolledOnceAWebhookNamesTheOrder(String status) {
		intend(this.kaspi.ledger);
		this.kaspi.webhook("ORD-1", "order_1", status, "25000");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void webhookWithoutAReferenceMayComeBeforeTheAnswerToTheCreation() {
		LedgerEntry intent = intend(this.kaspi.ledger);
		this.kaspi.webhook("ORD-1", null, "PAID", "25000");
		KaspiOrder created = this.kaspi.ledger.creations()
			.recordCreated(intent, new CreateAnswer(answer("ORD-1", null)), Duration.ofSeconds(30));
		assertThat(created.orderId()).isEqualTo("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.poller.poll();
		assertThat(this.kaspi.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderPaidEvent.class,
					(event) -> assertThat(event.reference()).isEqualTo("order_1"));
		assertThat(this.kaspi.service.findByReference("order_1")).get()
			.satisfies((order) -> assertThat(order.status()).isEqualTo(KaspiOrderStatus.PAID));
	}

	@Test
	void orderOfACreationWithoutAnAnswerIsMergedWithItByTheReferenceInALaterAnswer() {
		intend(this.kaspi.ledger);
		this.kaspi.webhook("ORD-1", null, "PAID", "25000");
		this.kaspi.answerStatus("ORD-1",
				json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000,\"reference\":\"order_1\"}"));
		this.kaspi.poller.poll();
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void secondOrderOfTheSameReferenceIsKeptApart() {
		this.kaspi.haveCreated("ORD-1");
		assertThat(this.kaspi.webhook("ORD-2", "order_ORD-1", "PAID", "25000"))
			.isEqualTo(ObservationOutcome.TO_CONFIRM);
		this.kaspi.answerStatus("ORD-2", json(200,
				"{\"orderId\":\"ORD-2\",\"status\":\"PAID\",\"amount\":25000,\"reference\":\"order_ORD-1\"}"));
		this.kaspi.poller.poll();
		assertThat(this.kaspi.events).singleElement().satisfies((event) -> {
			assertThat(event.eventId()).isEqualTo("ORD-2:PAID");
			assertThat(event.reference()).isNull();
		});
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(this.kaspi.service.findByReference("order_ORD-1")).get()
			.satisfies((order) -> assertThat(order.orderId()).isEqualTo("ORD-1"));
	}

	@Test
	void orderOlderThanTheStoreKeepsIsTakenInWithoutEvents() {
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.kaspi.clock);
		InMemoryLedgerStore store = new InMemoryLedgerStore(10, this.kaspi.clock, outbox);
		KaspiOrderLedger ledger = new KaspiOrderLedger(store, this.kaspi.clock, new NoDispatch(), Duration.ofDays(180));
		KaspiOrder archived = new KaspiOrder("OLD-1", null, KaspiOrderStatus.PAID, BigDecimal.TEN, BigDecimal.ZERO,
				null, null, this.kaspi.clock.instant().minus(Duration.ofDays(200)), null, null);
		ledger.observe(new OrderObservation.Answered(archived, KaspiEventSource.API, null));
		assertThat(store.findByOrderId("OLD-1").order().status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(outbox.hasUndelivered("", "OLD-1")).isFalse();
	}

	@Test
	void adoptedOrderWhoseCreationIsInDoubtIsPaidLikeAnyOther() {
		intend(this.kaspi.ledger);
		this.kaspi.ledger.adopt(new KaspiOrder("ORD-1", "order_1", KaspiOrderStatus.PAID, new BigDecimal("25000"),
				BigDecimal.ZERO, null, null, null, null, null));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void timesFinerThanTheStoreKeepsAreNoChange() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000,"
				+ "\"paidAt\":\"2026-05-09T16:25:00.123456Z\"}"));
		this.kaspi.service.get("ORD-1");
		long version = this.kaspi.store.findByOrderId("ORD-1").version();
		this.kaspi.service.get("ORD-1");
		assertThat(this.kaspi.store.findByOrderId("ORD-1").version()).isEqualTo(version);
		assertThat(this.kaspi.store.findByOrderId("ORD-1").order().paidAt()).isEqualTo("2026-05-09T16:25:00.123Z");
	}

	@Test
	void webhookWithAnotherReferenceIsStillAboutItsOrder() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "somebody-elses", "PAID", "25000");
		assertThat(this.kaspi.events).singleElement()
			.satisfies((event) -> assertThat(event.reference()).isEqualTo("order_ORD-1"));
	}

	@RepeatedTest(5)
	void oneEventFromFiftyThreadsWithTheSameWebhook() throws Exception {
		CopyOnWriteArrayList<KaspiOrderEvent> published = new CopyOnWriteArrayList<>();
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.kaspi.clock);
		InMemoryLedgerStore store = new InMemoryLedgerStore(10, this.kaspi.clock, outbox);
		KaspiOrderLedger ledger = new KaspiOrderLedger(store, this.kaspi.clock, new NoDispatch());
		intend(ledger);
		List<ObservationOutcome> outcomes = together(50, (thread) -> ledger.observe(new Notified("ORD-1", "order_1",
				KaspiOrderStatus.PAID, new BigDecimal("25000"), () -> "0".repeat(64))));
		drain(outbox, published);
		assertThat(published).extracting(KaspiOrderEvent::eventId).containsExactly("ORD-1:PAID");
		assertThat(outcomes).containsOnlyOnce(ObservationOutcome.RECORDED);
	}

	@RepeatedTest(10)
	void racingStatusesMakeOneHistory() throws Exception {
		CopyOnWriteArrayList<KaspiOrderEvent> published = new CopyOnWriteArrayList<>();
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.kaspi.clock);
		InMemoryLedgerStore store = new InMemoryLedgerStore(10, this.kaspi.clock, outbox);
		KaspiOrderLedger ledger = new KaspiOrderLedger(store, this.kaspi.clock, new NoDispatch());
		intend(ledger);
		List<KaspiOrderStatus> statuses = List.of(KaspiOrderStatus.PAID, KaspiOrderStatus.CANCELLED,
				KaspiOrderStatus.EXPIRED, KaspiOrderStatus.REFUNDED, KaspiOrderStatus.PARTIALLY_REFUNDED,
				KaspiOrderStatus.INIT);
		together(48, (thread) -> ledger.observe(new Notified("ORD-1", "order_1", statuses.get(thread % statuses.size()),
				new BigDecimal("25000"), () -> "0".repeat(64))));
		drain(outbox, published);
		assertThat(published).extracting(KaspiOrderEvent::eventId).doesNotHaveDuplicates();
		assertThat(published.stream().map((event) -> EventKind.of(event).name()).collect(Collectors.joining(" ")))
			.matches("CANCELLED|EXPIRED|PAID( REFUNDED){0,2}");
		KaspiOrderStatus status = store.findByOrderId("ORD-1").order().status();
		if (published.get(published.size() - 1) instanceof KaspiOrderRefundedEvent refunded) {
			assertThat(refunded.full()).isEqualTo(status.equals(KaspiOrderStatus.REFUNDED));
		}
		else {
			assertThat(status.value()).isEqualTo(EventKind.of(published.get(published.size() - 1)).name());
		}
	}

	private static LedgerEntry intend(KaspiOrderLedger ledger) {
		return Objects.requireNonNull(
				ledger.creations().recordIntent(KaspiPayFixture.order("order_1", "25000"), "order_1", null));
	}

	private static void drain(InMemoryEventOutbox outbox, List<KaspiOrderEvent> published) {
		RedeliveryPolicy policy = new RedeliveryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
		List<LeasedEvent> due = outbox.claimDue(10, List.of(), policy);
		while (!due.isEmpty()) {
			due.forEach((leased) -> outbox.deliver(leased, (event, causes) -> published.add(event)));
			due = outbox.claimDue(10, List.of(), policy);
		}
	}

	private static KaspiOrder answer(String orderId, String reference) {
		return new KaspiOrder(orderId, reference, KaspiOrderStatus.INIT, new BigDecimal("25000"), BigDecimal.ZERO,
				"0003", null, null, null, null);
	}

	static <T> List<T> together(int threads, java.util.function.IntFunction<T> task) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<T>> results = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				int thread = i;
				results.add(executor.submit(() -> {
					barrier.await(10, TimeUnit.SECONDS);
					return task.apply(thread);
				}));
			}
			List<T> values = new ArrayList<>();
			for (Future<T> result : results) {
				values.add(result.get(10, TimeUnit.SECONDS));
			}
			return values;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
