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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/**
 * Sends a call, and sends it again where that is safe and there is time. A call that
 * moves money is repeated only if it was certainly not processed: it never left, or it
 * was refused for its rate.
 */
final class CallRetry {

	private static final Logger logger = LoggerFactory.getLogger(CallRetry.class);

	private static final int MAX_ATTEMPTS = 3;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	private CallRetry() {
	}

	/**
	 * Makes a call that changes nothing and may be repeated freely.
	 */
	static <T> T repeatable(String what, Supplier<T> attempt) {
		return call(what, true, attempt);
	}

	/**
	 * Makes a call that moves money.
	 */
	static <T> T once(String what, Supplier<T> attempt) {
		return call(what, false, attempt);
	}

	private static <T> T call(String what, boolean repeatable, Supplier<T> attempt) {
		for (int number = 1;; number++) {
			try {
				return attempt(what, repeatable, attempt);
			}
			catch (KaspiPayException ex) {
				Duration pause = pauseBeforeRepeat(ex, repeatable, number);
				if (pause == null || pause.compareTo(CallDeadline.remaining()) >= 0) {
					throw ex;
				}
				logger.debug("{} is sent again in {} (attempt {} failed): {}", what, pause, number, ex.getMessage());
				sleep(pause, ex);
			}
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

	private static @Nullable Duration pauseBeforeRepeat(KaspiPayException ex, boolean repeatable, int number) {
		if (number >= MAX_ATTEMPTS) {
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
