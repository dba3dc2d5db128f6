/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.outbox.DeliveryThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * All threads of the engine. Some run what recurs and what is done in the background,
 * others deliver events, so that a slow listener holds up nothing else. They stop after
 * the web server does, and finish what they are at. Internal: it may change in any
 * release.
 */
public class KaspiPayWorkers
		implements SmartLifecycle, DeliveryThreads, ApplicationContextAware, ApplicationListener<ContextClosedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayWorkers.class);

	/**
	 * Before the phases in which Spring Boot's web server starts and stops.
	 */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	/**
	 * Those besides the ones that poll.
	 */
	private static final int BACKGROUND_THREADS = 2;

	private static final Duration BACKGROUND_STOPS_WITHIN = Duration.ofSeconds(2);

	private static final Duration DELIVERY_STOPS_WITHIN = Duration.ofSeconds(20);

	private final List<Recurring> recurring = new CopyOnWriteArrayList<>();

	private final int deliveryThreads;

	private final int pollingThreads;

	private volatile ScheduledThreadPoolExecutor background;

	private volatile ThreadPoolExecutor delivery;

	private volatile DeliveryQueue deliveries;

	private volatile ScheduledThreadPoolExecutor watch;

	private int stuckThreads;

	private volatile boolean running;

	private volatile boolean closing;

	private @Nullable ApplicationContext context;

	/**
	 * Creates the workers. No thread starts before there is something to do.
	 * @param deliveryThreads how many events are delivered at a time; 0 if this instance
	 * delivers none
	 */
	public KaspiPayWorkers(int deliveryThreads) {
		this(deliveryThreads, 1);
	}

	/**
	 * Creates the workers. No thread starts before there is something to do.
	 * @param deliveryThreads how many events are delivered at a time; 0 if this instance
	 * delivers none
	 * @param pollingThreads how many merchants are polled at a time, at least 1
	 */
	public KaspiPayWorkers(int deliveryThreads, int pollingThreads) {
		this.deliveryThreads = deliveryThreads;
		this.pollingThreads = pollingThreads;
		this.background = newBackground();
		this.delivery = newDelivery();
		this.deliveries = new DeliveryQueue(this.delivery);
		this.watch = newWatch();
	}

	/**
	 * Has a task run again and again while the application runs. A task that throws runs
	 * again all the same.
	 * @param pause the pause between two runs
	 * @param task the task
	 */
	public synchronized void every(Duration pause, Runnable task) {
		Recurring recurring = new Recurring(pause, task);
		this.recurring.add(recurring);
		if (this.running) {
			schedule(recurring);
		}
	}

	/**
	 * Runs a task in the background, soon.
	 * @param task the task
	 */
	public void inBackground(Runnable task) {
		this.background.execute(task);
	}

	@Override
	public int size() {
		return this.deliveryThreads;
	}

	@Override
	public boolean isDelivering() {
		return this.running && !this.closing && this.deliveryThreads > 0;
	}

	@Override
	public void execute(Runnable delivery) {
		this.deliveries.execute(delivery);
	}

	@Override
	public Future<?> after(Duration delay, Runnable task) {
		return this.watch.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public synchronized boolean replaceStuck() {
		if (this.stuckThreads >= this.deliveryThreads) {
			return false;
		}
		this.stuckThreads++;
		this.delivery.setMaximumPoolSize(this.deliveryThreads + this.stuckThreads);
		this.delivery.setCorePoolSize(this.deliveryThreads + this.stuckThreads);
		return true;
	}

	@Override
	public synchronized void stuckReturned() {
		if (this.stuckThreads == 0) {
			// it was stuck before a restart
			return;
		}
		this.stuckThreads--;
		this.delivery.setCorePoolSize(this.deliveryThreads + this.stuckThreads);
		this.delivery.setMaximumPoolSize(this.deliveryThreads + this.stuckThreads);
	}

	@Override
	public synchronized void start() {
		if (this.background.isShutdown()) {
			this.background = newBackground();
			this.delivery = newDelivery();
			this.deliveries = new DeliveryQueue(this.delivery);
			this.watch = newWatch();
			this.stuckThreads = 0;
		}
		this.running = true;
		this.closing = false;
		this.recurring.forEach(this::schedule);
	}

	/**
	 * What is under way ends; no other delivery begins.
	 */
	@Override
	public void stop() {
		this.running = false;
		stop(this.background, BACKGROUND_STOPS_WITHIN);
		stop(this.delivery, DELIVERY_STOPS_WITHIN);
		// cancels what has yet to come
		this.watch.shutdown();
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * The web server may take its time to stop: no delivery begins meanwhile.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.closing = true;
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void schedule(Recurring recurring) {
		long millis = recurring.pause().toMillis();
		this.background.scheduleWithFixedDelay(recurring, millis, millis, TimeUnit.MILLISECONDS);
	}

	private static void stop(ExecutorService executor, Duration within) {
		executor.shutdown();
		try {
			if (!executor.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Work was still under way after {}; it is interrupted", within);
				executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	private ScheduledThreadPoolExecutor newBackground() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(BACKGROUND_THREADS + this.pollingThreads,
				threads("kaspi-pay-background-"));
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return executor;
	}

	private static ScheduledThreadPoolExecutor newWatch() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads("kaspi-pay-watch-"));
		executor.setRemoveOnCancelPolicy(true);
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return executor;
	}

	private ThreadPoolExecutor newDelivery() {
		int threads = Math.max(1, this.deliveryThreads);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads("kaspi-pay-delivery-"));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private static CustomizableThreadFactory threads(String prefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

	private record Recurring(Duration pause, Runnable task) implements Runnable {

		@Override
		public void run() {
			try {
				this.task.run();
			}
			catch (Throwable ex) {
				logger.warn("Recurring work failed; it is tried again in {}", this.pause, ex);
			}
		}

	}

}
