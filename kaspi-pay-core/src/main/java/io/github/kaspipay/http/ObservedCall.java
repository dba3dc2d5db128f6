/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.function.Function;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.observation.ActiveObservation;
import io.github.kaspipay.observation.KaspiCallContext;
import io.github.kaspipay.observation.KaspiCallContext.Caller;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.observation.KaspiCallContext.Outcome;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call under its observation.
 */
final class ObservedCall {

	private ObservedCall() {
	}

	/**
	 * Makes a call.
	 * @param call makes it; each of its attempts carries the context it is given as
	 * {@link KaspiHttpRequest#CALL}
	 */
	static <T> T make(KaspiPayInstrumentation instrumentation, Operation operation, Caller caller,
			@Nullable String orderId, Function<KaspiCallContext, T> call) {
		KaspiCallContext context = new KaspiCallContext(instrumentation.merchant(), operation, caller, orderId);
		ActiveObservation observation = instrumentation.observe(context);
		try {
			T result = call.apply(context);
			context.setOutcome(Outcome.SUCCESS);
			return result;
		}
		catch (Throwable ex) {
			context.setOutcome(outcome(ex));
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

	/**
	 * Returns for whom a call is made that may be a part of another one.
	 */
	static Caller callerOf(KaspiPayInstrumentation instrumentation) {
		Observation current = instrumentation.registry().getCurrentObservation();
		return (current != null && current.getContextView() instanceof KaspiCallContext call) ? call.getCaller()
				: Caller.USER;
	}

	private static Outcome outcome(Throwable failure) {
		if (failure instanceof KaspiRateLimitException) {
			return Outcome.RATE_LIMITED;
		}
		if (failure instanceof KaspiConnectionException) {
			return Outcome.CONNECTION;
		}
		if (failure instanceof KaspiServerException) {
			return Outcome.SERVER_ERROR;
		}
		return (failure instanceof KaspiApiException) ? Outcome.CLIENT_ERROR : Outcome.UNKNOWN_OUTCOME;
	}

}
