/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.Undeclared;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class KaspiPayWorkersTests {

	private final KaspiPayWorkers workers = new KaspiPayWorkers(2);

	@AfterEach
	void stop() {
		this.workers.stop();
	}

	@Test
	void recurringTaskRunsAgainAfterItThrew() {
		AtomicInteger runs = new AtomicInteger();
		this.workers.every(Duration.ofMillis(1), () -> {
			if (runs.incrementAndGet() == 1) {
				throw new IllegalStateException("first run");
			}
			if (runs.get() == 2) {
				throw new AssertionError("second run");
			}
			Undeclared.raise(new IOException("any further run"));
		});
		assertThat(runs).hasValue(0);
		this.workers.start();
		assertThat(this.workers.isRunning()).isTrue();
		await().untilAtomic(runs, org.hamcrest.Matchers.greaterThan(3));
	}

	@Test
	void taskAddedWhileRunningRunsToo() throws Exception {
		this.workers.start();
		CountDownLatch ran = new CountDownLatch(2);
		this.workers.every(Duration.ofMillis(1), ran::countDown);
		assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void slowListenersHoldUpNothingElse() throws Exception {
		this.workers.start();
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger delivering = new AtomicInteger();
		for (int i = 0; i < 5; i++) {
			this.workers.execute(() -> {
				delivering.incrementAndGet();
				awaitQuietly(release);
			});
		}
		await().untilAtomic(delivering, org.hamcrest.Matchers.is(2));
		CountDownLatch background = new CountDownLatch(1);
		this.workers.inBackground(background::countDown);
		assertThat(background.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(delivering).hasValue(2);
		release.countDown();
		await().untilAtomic(delivering, org.hamcrest.Matchers.is(5));
	}

	@Test
	void stopFinishesTheDeliveriesUnderWay() throws Exception {
		this.workers.start();
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean finished = new AtomicBoolean();
		this.workers.execute(() -> {
			started.countDown();
			awaitQuietly(release);
			finished.set(!Thread.currentThread().isInterrupted());
		});
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		Thread stopping = new Thread(this.workers::stop);
		stopping.start();
		await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
		assertThat(finished).isFalse();
		release.countDown();
		stopping.join();
		assertThat(finished).isTrue();
		assertThat(this.workers.isRunning()).isFalse();
	}

	@Test
	void noDeliveryBeginsOnceTheContextIsClosing() {
		GenericApplicationContext context = new GenericApplicationContext();
		GenericApplicationContext child = new GenericApplicationContext(context);
		context.registerBean(KaspiPayWorkers.class, () -> this.workers);
		List<Boolean> delivering = new ArrayList<>();
		context.registerBean("webServer", SmartLifecycle.class, () -> new WebServer(delivering, this.workers));
		context.refresh();
		child.refresh();
		child.close();
		assertThat(this.workers.isDelivering()).as("another context was closed").isTrue();
		context.close();
		assertThat(delivering).containsExactly(false);
	}

	@Test
	void restartRunsEverythingOnceMore() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		this.workers.every(Duration.ofMillis(1), runs::incrementAndGet);
		this.workers.start();
		await().untilAtomic(runs, org.hamcrest.Matchers.greaterThan(0));
		this.workers.stop();
		int before = runs.get();
		this.workers.start();
		await().untilAtomic(runs, org.hamcrest.Matchers.greaterThan(before));
		CountDownLatch delivered = new CountDownLatch(2);
		this.workers.execute(delivered::countDown);
		this.workers.inBackground(delivered::countDown);
		assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void leavesNoThreadBehind() throws Exception {
		this.workers.start();
		Thread[] thread = new Thread[1];
		CountDownLatch ran = new CountDownLatch(1);
		this.workers.inBackground(() -> {
			thread[0] = Thread.currentThread();
			ran.countDown();
		});
		assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(thread[0].isDaemon()).isTrue();
		assertThat(thread[0].getName()).startsWith("kaspi-pay-");
		this.workers.stop();
		await().until(() -> !thread[0].isAlive());
	}

	/**
	 * Stops before the workers do, as a web server does.
	 */
	private static final class WebServer implements SmartLifecycle {

		private final List<Boolean> deliveringAtItsStop;

		private final KaspiPayWorkers workers;

		private boolean running;

		private WebServer(List<Boolean> deliveringAtItsStop, KaspiPayWorkers workers) {
			this.deliveringAtItsStop = deliveringAtItsStop;
			this.workers = workers;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.deliveringAtItsStop.add(this.workers.isDelivering());
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
