/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class DeliveryQueueTests {

	private static final int THREADS = 4;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final DeliveryQueue queue = new DeliveryQueue(this.threads::execute);

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void eachDeliveryIsRunOnce() throws Exception {
		AtomicInteger[] runs = new AtomicInteger[100_000];
		ExecutorService callers = Executors.newFixedThreadPool(THREADS);
		List<Future<?>> calls = new ArrayList<>();
		for (int c = 0; c < THREADS; c++) {
			int first = c;
			calls.add(callers.submit(() -> {
				for (int i = first; i < runs.length; i += THREADS) {
					AtomicInteger run = new AtomicInteger();
					runs[i] = run;
					this.queue.execute(run::incrementAndGet);
				}
			}));
		}
		for (Future<?> call : calls) {
			call.get();
		}
		callers.shutdown();
		await().untilAsserted(() -> assertThat(runs).allMatch((run) -> run.get() >= 1));
		assertThat(runs).allMatch((run) -> run.get() == 1);
	}

	@Test
	void threadThatStaysTakesWhatComesWithoutAnotherBeingCalled() {
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger runs = new AtomicInteger();
		DeliveryQueue[] queue = new DeliveryQueue[1];
		queue[0] = new DeliveryQueue((task) -> {
			calls.incrementAndGet();
			task.run();
		}, () -> {
			if (runs.get() < 10) {
				queue[0].execute(runs::incrementAndGet);
			}
		});
		queue[0].execute(runs::incrementAndGet);
		assertThat(runs).hasValue(10);
		assertThat(calls).hasValue(1);
		queue[0].execute(runs::incrementAndGet);
		assertThat(runs).as("it left").hasValue(11);
	}

	@Test
	void slowDeliveriesTakeAllThreadsWhateverTheyWaitBehind() {
		CountDownLatch allThreads = new CountDownLatch(THREADS);
		AtomicInteger quick = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.queue.execute(quick::incrementAndGet);
		}
		for (int i = 0; i < THREADS; i++) {
			this.queue.execute(() -> {
				allThreads.countDown();
				waitFor(allThreads);
			});
		}
		this.queue.execute(quick::incrementAndGet);
		await().untilAsserted(() -> assertThat(quick).hasValue(101));
		assertThat(allThreads.getCount()).isZero();
	}

	@Test
	void interruptOfOneDeliveryIsNotSeenByTheNext() {
		ExecutorService one = Executors.newSingleThreadExecutor();
		DeliveryQueue queue = new DeliveryQueue(one);
		CountDownLatch waiting = new CountDownLatch(1);
		queue.execute(() -> {
			waitFor(waiting);
			Thread.currentThread().interrupt();
		});
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		queue.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
		waiting.countDown();
		await().until(() -> !interrupted.isEmpty());
		one.shutdownNow();
		assertThat(interrupted).containsExactly(false);
	}

	@Test
	void refusedDeliveryIsNotRun() throws Exception {
		this.threads.shutdown();
		AtomicInteger runs = new AtomicInteger();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.queue.execute(runs::incrementAndGet));
		assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(runs).hasValue(0);
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
