/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.concurrent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;

/**
 * One call that serves several callers: one of them makes it, the others join it.
 * Thread-safe. Internal: it may change in any release.
 *
 * @param <T> the type of the result
 */
public final class SingleFlight<T> {

	private final CompletableFuture<T> result = new CompletableFuture<>();

	/**
	 * Makes the call, once. If it fails because its caller was interrupted, that is no
	 * answer for the others: the flight is abandoned.
	 * @param call the call
	 * @return what it returns
	 */
	public T lead(Supplier<T> call) {
		try {
			T answer = call.get();
			this.result.complete(answer);
			return answer;
		}
		catch (Throwable ex) {
			Interrupts.keep(ex);
			if (Thread.currentThread().isInterrupted()) {
				this.result.cancel(false);
			}
			this.result.completeExceptionally(ex);
			throw ex;
		}
	}

	/**
	 * Waits for what the call returns.
	 * @param what what is waited for, for messages
	 * @param maxWait how long to wait
	 * @param failed makes the exception for a failure other than a
	 * {@link KaspiPayException}, which is thrown as it is
	 * @return what the call returned; empty if it was abandoned
	 * @throws KaspiConnectionException if the wait was too long, or was interrupted
	 */
	public Optional<T> join(String what, Duration maxWait, Function<Throwable, ? extends RuntimeException> failed) {
		try {
			return Optional.of(this.result.get(maxWait.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (CancellationException ex) {
			return Optional.empty();
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw (cause instanceof KaspiPayException failure) ? failure : failed.apply(cause);
		}
		catch (TimeoutException ex) {
			throw new KaspiConnectionException("Gave up waiting for " + what + " after " + maxWait, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KaspiConnectionException("Interrupted while waiting for " + what, ex);
		}
	}

	/**
	 * Says whether the call is over, in whatever way.
	 * @return whether it is
	 */
	public boolean isDone() {
		return this.result.isDone();
	}

	/**
	 * Says whether the call is over and has no answer for others.
	 * @return whether it is
	 */
	public boolean isAbandoned() {
		return this.result.isCancelled();
	}

}
