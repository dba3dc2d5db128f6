/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiMerchantBlockedException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.observation.KaspiCallContext;
import io.github.kaspipay.observation.KaspiCallContext.Caller;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.ratelimit.CallBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a protocol's calls: within the budget and the time a call may take, observed, and
 * sent again where that is safe. Calls that nobody waits for are held back while none can
 * succeed. Thread-safe. Internal: it may change in any release.
 */
public final class KaspiCalls {

	private static final Logger logger = LoggerFactory.getLogger(KaspiCalls.class);

	private final KaspiHttpSettings settings;

	private final CallBudget budget;

	private final KaspiPayInstrumentation instrumentation;

	KaspiCalls(KaspiHttpSettings settings, CallBudget budget, KaspiPayInstrumentation instrumentation) {
		this.settings = settings;
		this.budget = budget;
		this.instrumentation = instrumentation;
	}

	/**
	 * Makes a call that somebody waits for.
	 * @param <T> the type of the result
	 * @param what what is called, for messages
	 * @param operation what is asked of Kaspi Pay
	 * @param orderId Kaspi Pay's id of the order, or {@code null} where there is none yet
	 * @param work makes the call's attempts
	 * @return what the work returns
	 */
	public <T> T forUser(String what, Operation operation, @Nullable String orderId, Function<Attempts, T> work) {
		return LogScope.call(orderId, () -> make(what, operation, Caller.USER, orderId, this::newRetry, work));
	}

	/**
	 * Makes a call that nobody waits for, with the permit for it. If it gets no answer,
	 * the next one may get none either.
	 * @param <T> the type of the result
	 * @param what what is called, for messages
	 * @param operation what is asked of Kaspi Pay
	 * @param orderId Kaspi Pay's id of the order
	 * @param work makes the call's attempts
	 * @return what the work returns
	 */
	<T> T inBackground(String what, Operation operation, String orderId, Function<Attempts, T> work) {
		CallRetry retry = CallRetry.withPermit(this.budget, this.settings.names());
		try {
			return LogScope.call(orderId, () -> make(what, operation, Caller.BACKGROUND, orderId, () -> retry, work));
		}
		catch (KaspiConnectionException ex) {
			if (!Thread.currentThread().isInterrupted()) {
				this.budget.holdBack().failed(ex.getMessage());
			}
			throw ex;
		}
	}

	/**
	 * Acquires a permit for a call that nobody waits for, to be made at once.
	 * @return whether there is one
	 */
	boolean tryAcquireInBackground() {
		return this.budget.tryAcquireInBackground();
	}

	/**
	 * Makes a protocol's status queries.
	 * @param what what is called, for messages
	 * @param query checks an order's id, and makes the attempts of the query about it
	 * @return the queries
	 */
	public StatusQueries statusQueries(String what, Function<String, Function<Attempts, KaspiOrder>> query) {
		return new StatusQueries(this, what, query);
	}

	/**
	 * Says whether calls that nobody waits for are held back.
	 * @return whether none is to be made
	 */
	public boolean isHeldBack() {
		return this.budget.holdBack().isActive();
	}

	/**
	 * Makes a call that another one needs, for the same caller.
	 * @param <T> the type of the result
	 * @param what what is called, for messages
	 * @param operation what is asked of Kaspi Pay
	 * @param work makes the call's attempts
	 * @return what the work returns
	 */
	public <T> T asPart(String what, Operation operation, Function<Attempts, T> work) {
		return asPart(what, operation, ObservedCall.callerOf(this.instrumentation), work);
	}

	/**
	 * Makes a call that others need.
	 * @param <T> the type of the result
	 * @param what what is called, for messages
	 * @param operation what is asked of Kaspi Pay
	 * @param caller who waits for it
	 * @param work makes the call's attempts
	 * @return what the work returns
	 */
	public <T> T asPart(String what, Operation operation, Caller caller, Function<Attempts, T> work) {
		return LogScope.call(null, () -> observed(what, operation, caller, null, this::newRetry, work));
	}

	/**
	 * Notes that no call can succeed for want of something that a call needs.
	 * @param failure why
	 */
	public void refused(KaspiPayException failure) {
		if (!Thread.currentThread().isInterrupted()) {
			this.budget.holdBack().refused(failure.getMessage());
		}
	}

	private <T> T make(String what, Operation operation, Caller caller, @Nullable String orderId,
			Supplier<CallRetry> retries, Function<Attempts, T> work) {
		long started = System.nanoTime();
		try {
			T result = observed(what, operation, caller, orderId, retries, work);
			this.budget.holdBack().succeeded();
			return result;
		}
		catch (KaspiOrderNotFoundException | KaspiDuplicateOrderException ex) {
			this.budget.holdBack().succeeded();
			throw ex;
		}
		catch (KaspiAuthenticationException | KaspiMerchantBlockedException ex) {
			this.budget.holdBack().refused(ex.getMessage());
			throw ex;
		}
		finally {
			logger.debug("{} took {} ms, request id {}", what, (System.nanoTime() - started) / 1_000_000,
					RequestId.current());
		}
	}

	private <T> T observed(String what, Operation operation, Caller caller, @Nullable String orderId,
			Supplier<CallRetry> retries, Function<Attempts, T> work) {
		return CallDeadline.within(this.settings.callTimeout(), () -> ObservedCall.make(this.instrumentation, operation,
				caller, orderId, (context) -> work.apply(new Attempts(what, context, retries))));
	}

	private CallRetry newRetry() {
		return CallRetry.forUser(this.budget, this.instrumentation, this.settings.names());
	}

	/**
	 * The attempts that a call is made of.
	 */
	public static final class Attempts {

		private final String what;

		private final KaspiCallContext context;

		private final Supplier<CallRetry> retries;

		private Attempts(String what, KaspiCallContext context, Supplier<CallRetry> retries) {
			this.what = what;
			this.context = context;
			this.retries = retries;
		}

		/**
		 * Returns the call's context, which each request carries as
		 * {@link CallAttributes#CALL}.
		 * @return the context
		 */
		public KaspiCallContext context() {
			return this.context;
		}

		/**
		 * Sends what changes nothing and may be repeated freely.
		 * @param <T> the type of the answer
		 * @param attempt sends it
		 * @return the answer
		 */
		public <T> T repeatable(Supplier<T> attempt) {
			return this.retries.get().repeatable(this.what, attempt);
		}

		/**
		 * Sends what moves money: again only if it was certainly not carried out.
		 * @param <T> the type of the answer
		 * @param attempt sends it
		 * @return the answer
		 */
		public <T> T once(Supplier<T> attempt) {
			return this.retries.get().once(this.what, attempt);
		}

	}

}
