package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
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
		LedgerEntry intent = this.kaspi.ledger.intend(KaspiPayFixture.order("order_1", "25000"));
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "25000");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
		KaspiOrder created = this.kaspi.ledger.created(KaspiPayFixture.order("order_1", "25000"), answer("ORD-1", null),
				Duration.ofSeconds(30));
		assertThat(created.status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(created.qrData()).isEqualTo("0003");
		this.kaspi.ledger.takeBack(intent);
		assertThat(this.kaspi.service.findByReference("order_1")).contains(created);
	}

	@Test
	void webhookOfAnotherAmountNeverPaysACreation() {
		this.kaspi.ledger.intend(KaspiPayFixture.order("order_1", "25000"));
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "1");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:DISPUTED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "INIT", "SOMETHING_NEW" })
	void creationWithoutAnAnswerIsPolledOnceAWebhookNamesTheOrder(String status) {
		this.kaspi.ledger.intend(KaspiPayFixture.order("order_1", "25000"));
		this.kaspi.webhook("ORD-1", "order_1", status, "25000");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void webhookWithoutAReferenceMayComeBeforeTheAnswerToTheCreation() {
		this.kaspi.ledger.intend(KaspiPayFixture.order("order_1", "25000"));
		this.kaspi.webhook("ORD-1", null, "PAID", "25000");
		KaspiOrder created = this.kaspi.ledger.created(KaspiPayFixture.order("order_1", "25000"), answer("ORD-1", null),
				Duration.ofSeconds(30));
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
	void orderOfACreationWithoutAnAnswerIsTiedToItByTheReferenceInALaterAnswer() {
		this.kaspi.ledger.intend(KaspiPayFixture.order("order_1", "25000"));
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
	void webhookWithAnotherReferenceIsStillAboutItsOrder() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "somebody-elses", "PAID", "25000");
		assertThat(this.kaspi.events).singleElement()
			.satisfies((event) -> assertThat(event.reference()).isEqualTo("order_ORD-1"));
	}

	@RepeatedTest(5)
	void oneEventFromFiftyThreadsWithTheSameWebhook() throws Exception {
		CopyOnWriteArrayList<KaspiOrderEvent> published = new CopyOnWriteArrayList<>();
		KaspiOrderStore store = new InMemoryKaspiOrderStore(10, this.kaspi.clock);
		KaspiOrderLedger ledger = new KaspiOrderLedger(store, this.kaspi.clock, () -> {
		});
		ledger.intend(KaspiPayFixture.order("order_1", "25000"));
		List<ObservationOutcome> outcomes = together(50, (thread) -> ledger.observe(OrderObservation.ofWebhook("ORD-1",
				"order_1", KaspiOrderStatus.PAID, new BigDecimal("25000"), "0".repeat(64))));
		drain(store, published);
		assertThat(published).extracting(KaspiOrderEvent::eventId).containsExactly("ORD-1:PAID");
		assertThat(outcomes).containsOnlyOnce(ObservationOutcome.RECORDED);
	}

	@RepeatedTest(10)
	void racingStatusesMakeOneHistory() throws Exception {
		CopyOnWriteArrayList<KaspiOrderEvent> published = new CopyOnWriteArrayList<>();
		KaspiOrderStore store = new InMemoryKaspiOrderStore(10, this.kaspi.clock);
		KaspiOrderLedger ledger = new KaspiOrderLedger(store, this.kaspi.clock, () -> {
		});
		ledger.intend(KaspiPayFixture.order("order_1", "25000"));
		List<KaspiOrderStatus> statuses = List.of(KaspiOrderStatus.PAID, KaspiOrderStatus.CANCELLED,
				KaspiOrderStatus.EXPIRED, KaspiOrderStatus.REFUNDED, KaspiOrderStatus.PARTIALLY_REFUNDED,
				KaspiOrderStatus.INIT);
		together(48, (thread) -> ledger.observe(OrderObservation.ofWebhook("ORD-1", "order_1",
				statuses.get(thread % statuses.size()), new BigDecimal("25000"), "0".repeat(64))));
		drain(store, published);
		List<String> kinds = published.stream().map((event) -> event.eventId().substring("ORD-1:".length())).toList();
		assertThat(kinds).doesNotHaveDuplicates();
		assertThat(String.join(" ", kinds))
			.matches("CANCELLED|EXPIRED|PAID( PARTIALLY_REFUNDED)?( REFUNDED)?|PAID REFUNDED");
		String last = kinds.get(kinds.size() - 1);
		assertThat(store.findByOrderId("ORD-1").order().status().value()).isEqualTo(last);
	}

	private static void drain(KaspiOrderStore store, List<KaspiOrderEvent> published) {
		RedeliveryPolicy policy = new RedeliveryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
		while (store.deliverNext(published::add, policy) != null) {
			assertThat(published).hasSizeLessThan(100);
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
