/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.concurrent.Pause;
import io.github.kaspipay.http.ConnectionOpener.ProxyRefusedException;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.ratelimit.CallBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/**
 * Sends a call within the budget, and sends it again where that is safe and there is
 * time. A call that moves money is repeated only if it was certainly not processed: it
 * never left, or it was refused for its rate. If its response does not say what happened,
 * its outcome is unknown.
 */
final class CallRetry {

	private static final Logger logger = LoggerFactory.getLogger(CallRetry.class);

	private static final int MAX_ATTEMPTS = 3;

	private static final String MAY_HAVE_HAPPENED = "; it may have happened: do not repeat it before its outcome is "
			+ "known";

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	/**
	 * For how long a refusal for the rate stops all calls where it does not say.
	 */
	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(1);

	/**
	 * A permit is good for this long.
	 */
	private static final Duration PERMIT_LIFETIME = Duration.ofSeconds(1);

	private final CallBudget budget;

	private final KaspiPayInstrumentation instrumentation;

	private final SettingNames names;

	private final int maxAttempts;

	private boolean permitted;

	private final long permittedAt = System.nanoTime();

	private CallRetry(CallBudget budget, KaspiPayInstrumentation instrumentation, SettingNames names, int maxAttempts,
			boolean permitted) {
		this.budget = budget;
		this.instrumentation = instrumentation;
		this.names = names;
		this.maxAttempts = maxAttempts;
		this.permitted = permitted;
	}

	/**
	 * For a call that somebody waits for.
	 */
	static CallRetry forUser(CallBudget budget, KaspiPayInstrumentation instrumentation, SettingNames names) {
		return new CallRetry(budget, instrumentation, names, MAX_ATTEMPTS, false);
	}

	/**
	 * For a call that has its permit already, and that nobody waits for.
	 */
	static CallRetry withPermit(CallBudget budget, SettingNames names) {
		return new CallRetry(budget, KaspiPayInstrumentation.NONE, names, 1, true);
	}

	/**
	 * Makes a call that changes nothing and may be repeated freely.
	 */
	<T> T repeatable(String what, Supplier<T> attempt) {
		return call(what, true, attempt);
	}

	/**
	 * Makes a call that moves money.
	 */
	<T> T once(String what, Supplier<T> attempt) {
		return call(what, false, attempt);
	}

	private <T> T call(String what, boolean repeatable, Supplier<T> attempt) {
		for (int number = 1;; number++) {
			acquire();
			try {
				return attempt(what, repeatable, attempt);
			}
			catch (KaspiPayException ex) {
				if (ex instanceof KaspiRateLimitException refusal) {
					this.budget
						.pause((refusal.getRetryAfter() != null) ? refusal.getRetryAfter() : PAUSE_AFTER_REFUSAL);
				}
				Duration pause = pauseBeforeRepeat(ex, repeatable, number);
				if (pause == null || pause.compareTo(CallDeadline.remaining()) >= 0) {
					throw ex;
				}
				logger.debug("{} is sent again in {} (attempt {} failed): {}", what, pause, number, ex.getMessage());
				Pause.of(pause, (interrupted) -> ex);
			}
		}
	}

	/**
	 * Half of the call's time is left for its answer: what is sent with none left has an
	 * unknown outcome.
	 */
	private void acquire() {
		if (!this.permitted) {
			acquireForUser();
			return;
		}
		this.permitted = false;
		boolean late = System.nanoTime() - this.permittedAt > PERMIT_LIFETIME.toNanos();
		if (late && !this.budget.tryAcquireInBackground()) {
			throw new KaspiRateLimitException("The permit came too late, and no other is left; nothing was sent", null,
					null, null);
		}
	}

	private void acquireForUser() {
		long start = System.nanoTime();
		try {
			this.budget.acquire(Duration.ofNanos(CallDeadline.remaining().toNanos() / 2));
		}
		finally {
			Duration wait = Duration.ofNanos(System.nanoTime() - start);
			this.instrumentation.tell((monitor) -> monitor.waited(this.instrumentation.merchant(), wait));
		}
	}

	private <T> T attempt(String what, boolean repeatable, Supplier<T> attempt) {
		try {
			return attempt.get();
		}
		catch (KaspiServerException ex) {
			throw (repeatable || ex.isRefused()) ? ex : unknown(ex);
		}
		catch (ResourceAccessException ex) {
			throw toException(what, repeatable, ex);
		}
		catch (RestClientException ex) {
			KaspiServerException failure = new KaspiServerException("The answer to '" + what + "' cannot be read", 200,
					null, RequestId.current(), null, SafeCause.of(ex));
			throw repeatable ? failure : unknown(failure);
		}
	}

	private static KaspiUnknownOutcomeException unknown(KaspiServerException failure) {
		String message = failure.getMessage();
		String requestId = failure.getRequestId();
		if (requestId != null) {
			message = message.substring(0, message.lastIndexOf(" (request id "));
		}
		return new KaspiUnknownOutcomeException(message + MAY_HAVE_HAPPENED, requestId, failure);
	}

	private KaspiPayException toException(String what, boolean repeatable, ResourceAccessException ex) {
		if (ex.getCause() instanceof ResponseTooLongException tooLong) {
			KaspiServerException failure = new KaspiServerException(
					"The answer to '" + what + "' is longer than " + BufferedResponse.MAX_BYTES + " bytes",
					tooLong.getStatus(), null, RequestId.current(), null, null);
			return repeatable ? failure : unknown(failure);
		}
		Throwable cause = SafeCause.of(ex.getCause());
		if (ex.getCause() instanceof NotSentException) {
			return new KaspiConnectionException(
					"Kaspi Pay could not be reached for '" + what + "'; nothing was sent: " + whatToDo(cause), cause);
		}
		if (repeatable) {
			return new KaspiConnectionException(
					"Kaspi Pay did not answer '" + what + "'"
							+ ((cause instanceof SSLException) ? ": " + whatToDo(cause) : ""),
					RequestId.current(), cause);
		}
		return new KaspiUnknownOutcomeException("Kaspi Pay did not answer '" + what + "'" + MAY_HAVE_HAPPENED,
				RequestId.current(), cause);
	}

	private @Nullable String whatToDo(@Nullable Throwable cause) {
		if (cause instanceof ProxyRefusedException) {
			return cause.getMessage();
		}
		return (cause instanceof SSLException)
				? "TLS failed; check " + this.names.sslBundle() + " and " + this.names.baseUrl()
				: "check " + this.names.baseUrl();
	}

	private @Nullable Duration pauseBeforeRepeat(KaspiPayException ex, boolean repeatable, int number) {
		if (number >= this.maxAttempts) {
			return null;
		}
		Duration grown = FIRST_PAUSE.multipliedBy(1L << (number - 1));
		Duration jittered = Duration
			.ofMillis(ThreadLocalRandom.current().nextLong(grown.toMillis() / 2, grown.toMillis() + 1));
		if (ex instanceof KaspiRateLimitException limit) {
			return (limit.getRetryAfter() != null) ? limit.getRetryAfter().plus(jittered) : jittered;
		}
		if (ex instanceof KaspiServerException failure && repeatable && failure.getStatus() >= 500) {
			return (failure.getRetryAfter() != null) ? failure.getRetryAfter().plus(jittered) : jittered;
		}
		return (ex instanceof KaspiConnectionException) ? jittered : null;
	}

}
