/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.logging.Printable;
import io.github.kaspipay.observation.KaspiEventContext.Outcome;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Delivers one event: calls its listeners, watches how long they take, and puts the event
 * off or parks it if they fail. Thread-safe.
 */
final class EventDelivery {

	private static final Logger logger = LoggerFactory.getLogger(EventDelivery.class);

	private static final Duration QUICK = Duration.ofMillis(50);

	/**
	 * How long after its interrupt a listener's thread counts as stuck.
	 */
	private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

	private final EventOutbox outbox;

	private final ApplicationEventPublisher publisher;

	private final RedeliveryPolicy policy;

	private final DeliveryThreads threads;

	private final Duration listenerTimeout;

	private final KaspiPayInstrumentation instrumentation;

	private final DeliveryTimer timer;

	/**
	 * Whether the last delivery was quick.
	 */
	private volatile boolean quick;

	EventDelivery(EventOutbox outbox, ApplicationEventPublisher publisher, RedeliveryPolicy policy,
			DeliveryThreads threads, Duration listenerTimeout, KaspiPayInstrumentation instrumentation) {
		this.outbox = outbox;
		this.publisher = publisher;
		this.policy = policy;
		this.threads = threads;
		this.listenerTimeout = listenerTimeout;
		this.instrumentation = instrumentation;
		this.timer = new DeliveryTimer(threads, listenerTimeout, (watch) -> about(watch, () -> interrupt(watch)),
				System::nanoTime);
	}

	boolean wasQuick() {
		return this.quick;
	}

	/**
	 * Delivers an event.
	 * @return whether its listeners were called and none failed
	 */
	boolean deliver(LeasedEvent leased) {
		return LogScope.call(leased.event().orderId(), () -> deliverInScope(leased));
	}

	private boolean deliverInScope(LeasedEvent leased) {
		ListenerWatch watch = new ListenerWatch(leased.event());
		ObservedDelivery observed = new ObservedDelivery(this.instrumentation);
		long start = System.nanoTime();
		try {
			boolean called = this.outbox.deliver(leased, (event, causes) -> {
				observed.start(event, causes);
				call(event, watch);
			});
			if (called) {
				observed.delivered();
				logDelivered(leased);
			}
			else {
				giveBack(List.of(leased));
			}
			return called;
		}
		catch (Throwable ex) {
			Throwable failure = thrown(ex);
			observed.failed(failure, outcome(leased, failure));
			putOff(leased, failure, ListenerName.of(failure, ex));
			return false;
		}
		finally {
			this.quick = System.nanoTime() - start < QUICK.toNanos();
			observed.end();
			if (watch.wasReplaced()) {
				this.threads.stuckReturned();
			}
		}
	}

	/**
	 * A first attempt that succeeds is what the line of what was recorded leads one to
	 * expect.
	 */
	private static void logDelivered(LeasedEvent leased) {
		logger.atLevel((leased.attempt() > 1) ? Level.INFO : Level.DEBUG)
			.log("Event '{}' is delivered (attempt {})", leased.event().eventId(), leased.attempt());
	}

	private void call(KaspiOrderEvent event, ListenerWatch watch) {
		try {
			publish(event, watch);
		}
		catch (Exception ex) {
			failIfOverdue(watch, thrown(ex));
			throw ex;
		}
		failIfOverdue(watch, null);
	}

	private void publish(KaspiOrderEvent event, ListenerWatch watch) {
		this.timer.begin(watch);
		try {
			this.publisher.publishEvent(event);
		}
		finally {
			this.timer.end(watch);
			watch.end();
		}
	}

	private void failIfOverdue(ListenerWatch watch, @Nullable Throwable failure) {
		String listener = watch.overdue();
		if (listener != null) {
			throw new ListenerTimeoutException(listener, this.listenerTimeout, failure);
		}
	}

	private static void about(ListenerWatch watch, Runnable work) {
		LogScope.run(watch.event().orderId(), null, work);
	}

	private void interrupt(ListenerWatch watch) {
		String listener = watch.interrupt();
		if (listener != null) {
			logger.warn(
					"Listener {} of event '{}' is interrupted: it took longer than {} "
							+ "(kaspi.pay.events.listener-timeout)",
					listener, watch.event().eventId(), this.listenerTimeout);
			this.threads.after(STUCK_AFTER, () -> about(watch, () -> replaceIfStuck(watch)));
		}
	}

	private void replaceIfStuck(ListenerWatch watch) {
		if (watch.replaceIfStuck(this.threads)) {
			logger.error("Listener {} of event '{}' does not end though it was interrupted; its thread is replaced",
					watch.overdue(), watch.event().eventId());
		}
	}

	/**
	 * Returns what a listener threw, which Spring wraps if it is a checked exception, in
	 * one that names neither and repeats the event.
	 */
	private static Throwable thrown(Throwable failure) {
		Throwable cause = (failure instanceof UndeclaredThrowableException) ? failure.getCause() : null;
		return (cause != null) ? cause : failure;
	}

	private Outcome outcome(LeasedEvent leased, Throwable failure) {
		if (!this.policy.repeatsAfter(leased.attempt())) {
			return Outcome.PARKED;
		}
		return (failure instanceof ListenerTimeoutException) ? Outcome.TIMED_OUT : Outcome.FAILED;
	}

	private void putOff(LeasedEvent leased, Throwable failure, String listener) {
		String eventId = leased.event().eventId();
		boolean timedOut = failure instanceof ListenerTimeoutException;
		String error = timedOut ? String.valueOf(failure.getMessage())
				: Printable.of("Listener " + listener + " threw " + failure);
		Duration pause = this.policy.repeatsAfter(leased.attempt()) ? this.policy.pauseAfter(leased.attempt()) : null;
		// one that came outside of the listeners
		Thread.interrupted();
		this.outbox.putOff(leased, pause, error);
		if (pause != null) {
			logger.warn("Event '{}' failed (attempt {}) and is delivered again in {}: {}", eventId, leased.attempt(),
					pause, error, failure);
		}
		else {
			logger.error("Event '{}' is parked after {} attempts: {}. Fix the listener, then redeliver the event",
					eventId, leased.attempt(), error, failure);
		}
	}

	/**
	 * Gives events back whose listeners were not called.
	 */
	void giveBack(List<LeasedEvent> events) {
		try {
			this.outbox.release(events);
		}
		catch (Exception ex) {
			logger.warn("Events could not be given back; they are due again when their lease is over", ex);
		}
	}

	private static final class ListenerTimeoutException extends RuntimeException {

		ListenerTimeoutException(@Nullable String listener, Duration timeout, @Nullable Throwable cause) {
			super("Listener " + listener + " took longer than " + timeout, cause);
		}

	}

}
