/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Callers of one instance who ask about the same order, over HTTP.
 */
class StatusQueryCoalescerTests {

	private static final int CALLERS = 20;

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void callersAtTheSameTimeShareOneCall() throws Exception {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1",
				json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000}").withFixedDelay(500));
		for (FutureTask<KaspiOrder> caller : callersAtOnce()) {
			assertThat(caller.get(60, TimeUnit.SECONDS).status()).isEqualTo(KaspiOrderStatus.PAID);
		}
		assertThat(this.kaspi.questions()).isLessThan(CALLERS / 2);
	}

	@Test
	void failureIsSharedAsWell() throws Exception {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", json(404, "{}").withFixedDelay(500));
		for (FutureTask<KaspiOrder> caller : callersAtOnce()) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> caller.get(60, TimeUnit.SECONDS))
				.withCauseInstanceOf(KaspiOrderNotFoundException.class);
		}
		assertThat(this.kaspi.questions()).isLessThan(CALLERS / 2);
	}

	@Test
	void nextQueryOfTheSameCallerIsANewOne() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		assertThat(this.kaspi.service.get("ORD-1").status()).isEqualTo(KaspiOrderStatus.INIT);
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		assertThat(this.kaspi.service.get("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.kaspi.questions()).isEqualTo(2);
	}

	@Test
	void callerWhoIsInterruptedDoesNotFailTheOthers() throws Exception {
		this.kaspi.haveCreated("ORD-1");
		LedgerEntry entry = this.kaspi.store.findByOrderId("ORD-1");
		StatusQueryCoalescer queries = new StatusQueryCoalescer(QueryLeases.LOCAL);
		CountDownLatch asking = new CountDownLatch(1);
		FutureTask<LedgerEntry> first = new FutureTask<>(() -> queries.ask("ORD-1", () -> {
			asking.countDown();
			throw interrupted();
		}, () -> entry));
		Thread firstThread = new Thread(first);
		firstThread.start();
		asking.await();
		FutureTask<LedgerEntry> second = new FutureTask<>(() -> queries.ask("ORD-1", () -> entry, () -> entry));
		Thread secondThread = new Thread(second);
		secondThread.start();
		await().until(() -> secondThread.getState() == Thread.State.TIMED_WAITING || second.isDone());
		firstThread.interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> first.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(KaspiConnectionException.class);
		assertThat(second.get(30, TimeUnit.SECONDS)).isSameAs(entry);
	}

	private static KaspiConnectionException interrupted() {
		try {
			new CountDownLatch(1).await();
			throw new AssertionError("Not interrupted");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new KaspiConnectionException("Interrupted before a call to Kaspi Pay; nothing was sent", ex);
		}
	}

	@Test
	void whatKaspiPaySaidIsToldThoughTheLeaseCannotBeReleased() {
		this.kaspi.haveCreated("ORD-1");
		LedgerEntry entry = this.kaspi.store.findByOrderId("ORD-1");
		QueryLeases leases = (QueryLeases) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { QueryLeases.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("release")) {
						throw new IllegalStateException("The database is away");
					}
					return QueryLease.ACQUIRED;
				});
		StatusQueryCoalescer queries = new StatusQueryCoalescer(leases);
		assertThat(queries.ask("ORD-1", () -> entry, () -> entry)).isSameAs(entry);
		assertThatExceptionOfType(KaspiOrderNotFoundException.class).isThrownBy(() -> queries.ask("ORD-1", () -> {
			throw new KaspiOrderNotFoundException("Kaspi Pay does not know it", 404, null, null, null);
		}, () -> entry));
	}

	@Test
	void earlierQueryDoesNotReleaseTheLeaseOfALaterOne() throws Exception {
		this.kaspi.haveCreated("ORD-1");
		LedgerEntry entry = this.kaspi.store.findByOrderId("ORD-1");
		List<String> released = new CopyOnWriteArrayList<>();
		QueryLeases leases = (QueryLeases) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { QueryLeases.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("release")) {
						released.add(Thread.currentThread().getName());
						return null;
					}
					return QueryLease.ACQUIRED;
				});
		StatusQueryCoalescer queries = new StatusQueryCoalescer(leases);
		CountDownLatch asking = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		Thread earlier = new Thread(() -> queries.ask("ORD-1", () -> {
			asking.countDown();
			return answered(entry, answer);
		}, () -> entry), "earlier");
		earlier.start();
		asking.await();
		long askedAt = System.nanoTime();
		await().pollInterval(Duration.ofMillis(100))
			.until(() -> System.nanoTime() - askedAt >= LatestQueries.SHARED_FOR.toNanos());
		queries.ask("ORD-1", () -> {
			answer.countDown();
			try {
				earlier.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			assertThat(released).isEmpty();
			return entry;
		}, () -> entry);
		assertThat(released).containsExactly(Thread.currentThread().getName());
	}

	private static LedgerEntry answered(LedgerEntry entry, CountDownLatch answer) {
		try {
			answer.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return entry;
	}

	private List<FutureTask<KaspiOrder>> callersAtOnce() {
		CyclicBarrier start = new CyclicBarrier(CALLERS);
		List<FutureTask<KaspiOrder>> callers = Stream.generate(() -> new FutureTask<>(() -> {
			start.await();
			return this.kaspi.service.get("ORD-1");
		})).limit(CALLERS).toList();
		callers.forEach((caller) -> new Thread(caller).start());
		return callers;
	}

}
