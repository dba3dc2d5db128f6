package io.github.kaspipay.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import javax.net.ssl.SSLHandshakeException;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.http.AnswerInterceptor.AnswerTooLongException;
import io.github.kaspipay.ratelimit.CallBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/**
 * Sends a call within the budget, and sends it again where that is safe and there is
 * time. A call that moves money is repeated only if it was certainly not processed: it
 * never left, or it was refused for its rate.
 */
final class CallRetry {

	private static final Logger logger = LoggerFactory.getLogger(CallRetry.class);

	private static final int MAX_ATTEMPTS = 3;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	/**
	 * For how long a refusal for the rate stops all calls where it does not say.
	 */
	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(1);

	/**
	 * A call that was taken longer ago than this is not made in its place any more.
	 */
	private static final Duration MADE_WITHIN = Duration.ofSeconds(1);

	private final CallBudget budget;

	private final int maxAttempts;

	private boolean taken;

	private final long takenAt = System.nanoTime();

	private CallRetry(CallBudget budget, int maxAttempts, boolean taken) {
		this.budget = budget;
		this.maxAttempts = maxAttempts;
		this.taken = taken;
	}

	/**
	 * For a call that somebody waits for.
	 */
	static CallRetry forUser(CallBudget budget) {
		return new CallRetry(budget, MAX_ATTEMPTS, false);
	}

	/**
	 * For a call that was taken from the budget before, and that nobody waits for.
	 */
	static CallRetry taken(CallBudget budget) {
		return new CallRetry(budget, 1, true);
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
				sleep(pause, ex);
			}
		}
	}

	/**
	 * Half of the call's time is left for its answer: what is sent with none left has an
	 * unknown outcome.
	 */
	private void acquire() {
		if (!this.taken) {
			this.budget.acquire(CallDeadline.remaining().dividedBy(2));
			return;
		}
		this.taken = false;
		boolean late = System.nanoTime() - this.takenAt > MADE_WITHIN.toNanos();
		if (late && !this.budget.tryAcquireInBackground()) {
			throw new KaspiRateLimitException(
					"The call came too late, and no other one can be spared; nothing was sent", null, null, null);
		}
	}

	private static <T> T attempt(String what, boolean repeatable, Supplier<T> attempt) {
		try {
			return attempt.get();
		}
		catch (ResourceAccessException ex) {
			throw toException(what, repeatable, ex);
		}
		catch (RestClientException ex) {
			throw new KaspiServerException("Kaspi Pay's answer to '" + what + "' cannot be read", 200, null,
					RequestId.current(), null, withoutBody(ex));
		}
	}

	private static KaspiPayException toException(String what, boolean repeatable, ResourceAccessException ex) {
		if (ex.getCause() instanceof AnswerTooLongException tooLong) {
			return new KaspiServerException(
					"Kaspi Pay's answer to '" + what + "' is longer than " + AnswerInterceptor.MAX_BYTES + " bytes",
					tooLong.getStatus(), null, RequestId.of(tooLong.getHeaders()).orElse(null), null, null);
		}
		if (wasNeverSent(ex.getCause())) {
			return new KaspiConnectionException(
					"Kaspi Pay could not be reached for '" + what + "'; nothing was sent: check kaspi.pay.base-url",
					ex.getCause());
		}
		if (repeatable) {
			return new KaspiConnectionException("Kaspi Pay did not answer '" + what + "'", ex.getCause());
		}
		return new KaspiUnknownOutcomeException("Kaspi Pay did not answer '" + what
				+ "'; it may have happened: do not repeat it before its outcome is known", ex.getCause());
	}

	private static boolean wasNeverSent(@Nullable Throwable cause) {
		return cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException
				|| cause instanceof UnknownHostException || cause instanceof NoRouteToHostException
				|| cause instanceof SSLHandshakeException
				|| (cause instanceof IOException && cause.getCause() instanceof UnresolvedAddressException);
	}

	/**
	 * A parse error quotes what it could not parse, so only its kind is kept.
	 */
	private static Throwable withoutBody(RestClientException ex) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
		return new IllegalStateException(root.getClass().getName());
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

	private static void sleep(Duration pause, KaspiPayException failure) {
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure;
		}
	}

}
