/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * One order that is asked about over and over.
 */
class StatusQueryAllowanceTests {

	private static final int BURST = LatestQueries.BURST;

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

	@BeforeEach
	void haveCreated() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
	}

	@Test
	void reloadedPageCostsAFewCalls() {
		long end = System.nanoTime() + Duration.ofMillis(1700).toNanos();
		int asked = 0;
		while (System.nanoTime() - end < 0) {
			this.kaspi.service.get("ORD-1");
			asked++;
		}
		assertThat(asked).isGreaterThan(50);
		assertThat(this.kaspi.questions()).isBetween(BURST, BURST + 1);
	}

	@Test
	void firstFewAreFreshAndTheNextOnesAFewSecondsLater() {
		for (int i = 1; i < BURST; i++) {
			assertThat(this.kaspi.service.get("ORD-1").status()).isEqualTo(KaspiOrderStatus.INIT);
		}
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		assertThat(this.kaspi.service.get("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
		this.kaspi.answerStatus("ORD-1", "REFUNDED", "25000");
		assertThat(this.kaspi.service.get("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
		await().atMost(Duration.ofSeconds(4))
			.until(() -> this.kaspi.service.get("ORD-1").status().equals(KaspiOrderStatus.REFUNDED));
	}

	@Test
	void whatAWebhookSaidIsKnownWithoutACall() {
		exhaust("ORD-1");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		assertThat(this.kaspi.service.get("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.kaspi.questions()).isEqualTo(BURST);
	}

	@Test
	void orderThatKaspiPayDoesNotKnowCostsAFewCalls() {
		this.kaspi.answerStatus("unknown", json(404, "{}"));
		for (int i = 0; i < 200; i++) {
			assertThatExceptionOfType(KaspiOrderNotFoundException.class)
				.isThrownBy(() -> this.kaspi.service.get("unknown"));
		}
		assertThat(this.kaspi.questions()).isEqualTo(BURST);
	}

	@Test
	void failureIsNotHiddenBehindWhatTheLedgerHas() {
		ResponseDefinitionBuilder refusal = json(403, "{}");
		this.kaspi.answerStatus("ORD-1", refusal);
		for (int i = 0; i < 50; i++) {
			assertThatExceptionOfType(KaspiPayException.class).isThrownBy(() -> this.kaspi.service.get("ORD-1"));
		}
		assertThat(this.kaspi.questions()).isEqualTo(BURST);
	}

	@Test
	void otherOrdersAreNotHeldUp() {
		this.kaspi.answerStatus("ORD-2", "PAID", "25000");
		exhaust("ORD-1");
		assertThat(this.kaspi.service.get("ORD-2").status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void allowanceRefillsToTheWhole() {
		StatusQueryCoalescer queries = new StatusQueryCoalescer(QueryLeases.LOCAL, this.nanoTime::get);
		assertThat(calls(queries, 100)).isEqualTo(BURST);
		advance(LatestQueries.REFILL.minusNanos(1));
		assertThat(calls(queries, 100)).isZero();
		advance(Duration.ofNanos(1));
		assertThat(calls(queries, 100)).isEqualTo(1);
		advance(LatestQueries.REFILL.multipliedBy(2));
		assertThat(calls(queries, 100)).isEqualTo(2);
		advance(Duration.ofDays(1));
		assertThat(calls(queries, 100)).isEqualTo(BURST);
	}

	@Test
	void minuteOfReloadingCostsAQuarterOfTheBudget() {
		StatusQueryCoalescer queries = new StatusQueryCoalescer(QueryLeases.LOCAL, this.nanoTime::get);
		int calls = 0;
		for (int millis = 0; millis < 60_000; millis += 20) {
			calls += calls(queries, 1);
			advance(Duration.ofMillis(20));
		}
		assertThat(calls).isBetween(20, 25);
	}

	@Test
	void instancesShareOneQueryEveryFewSeconds() {
		Leases leases = new Leases();
		StatusQueryCoalescer[] instances = new StatusQueryCoalescer[5];
		for (int i = 0; i < instances.length; i++) {
			instances[i] = new StatusQueryCoalescer(leases, this.nanoTime::get);
		}
		int calls = 0;
		for (int millis = 0; millis < 60_000; millis += 20) {
			calls += calls(instances[(millis / 20) % instances.length], 1);
			advance(Duration.ofMillis(20));
		}
		assertThat(calls).isBetween(20, 30);
	}

	@Test
	void remembersNoMoreThanTheOrdersAskedAboutLately() {
		LatestQueries latest = new LatestQueries(this.nanoTime::get);
		LedgerEntry entry = this.kaspi.store.findByOrderId("ORD-1");
		for (int i = 0; i < 100_000; i++) {
			latest.next("random-" + i).query().answer().lead(() -> entry);
			advance(Duration.ofMillis(10));
		}
		assertThat(latest.size()).isLessThanOrEqualTo(301);
		for (int i = 0; i < 100_000; i++) {
			latest.next("unanswered-" + i);
		}
		assertThat(latest.size()).isLessThanOrEqualTo(10_000);
	}

	@Test
	void failureOfAnotherKindIsNoEndlessLoop() {
		StatusQueryCoalescer queries = new StatusQueryCoalescer(QueryLeases.LOCAL, this.nanoTime::get);
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> queries.ask("ORD-1", () -> {
				calls.incrementAndGet();
				throw new IllegalStateException("The database is away");
			}, () -> {
				throw new KaspiServerException("unused", 500, null, null, null, null);
			})).satisfies((ex) -> assertThat(ex).hasStackTraceContaining("The database is away"));
		}
		assertThat(calls).hasValue(BURST);
	}

	private void exhaust(String orderId) {
		for (int i = 0; i < BURST; i++) {
			this.kaspi.service.get(orderId);
		}
	}

	private void advance(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

	private int calls(StatusQueryCoalescer queries, int times) {
		LedgerEntry entry = this.kaspi.store.findByOrderId("ORD-1");
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < times; i++) {
			queries.ask("ORD-1", () -> {
				calls.incrementAndGet();
				return entry;
			}, () -> entry);
		}
		return calls.get();
	}

	/**
	 * Leases in the test's time, as a database keeps them.
	 */
	private final class Leases implements QueryLeases {

		private final Map<String, Lease> held = new HashMap<>();

		@Override
		public QueryLease acquire(String orderId, String owner, Duration sharedFor) {
			long now = StatusQueryAllowanceTests.this.nanoTime.get();
			Lease lease = this.held.get(orderId);
			if (lease == null || lease.owner().equals(owner) || now - lease.at() >= sharedFor.toNanos()) {
				this.held.put(orderId, new Lease(owner, now));
				return QueryLease.ACQUIRED;
			}
			return QueryLease.ANSWERED;
		}

		@Override
		public void release(String orderId, String owner, boolean answered) {
		}

		private record Lease(String owner, long at) {

		}

	}

}
