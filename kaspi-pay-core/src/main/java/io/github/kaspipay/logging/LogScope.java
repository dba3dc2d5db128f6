/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in the MDC which order and which call the lines of a piece of work are about. Once
 * the work has ended the order is as it was and no call is named, whatever happened in
 * between: a pooled thread takes nothing along. Internal: it may change in any release.
 */
public final class LogScope {

	/**
	 * MDC key of Kaspi Pay's id of the order.
	 */
	public static final String ORDER_ID = "kaspi.order_id";

	/**
	 * MDC key of the id Kaspi Pay gave the call.
	 */
	public static final String REQUEST_ID = "kaspi.request_id";

	private LogScope() {
	}

	/**
	 * Does what is about an order, or about a call whose request id is not known yet.
	 * @param <T> the type of the result
	 * @param orderId Kaspi Pay's id of the order; {@code null} leaves the order as it is
	 * @param work the work
	 * @return what the work returns
	 */
	public static <T extends @Nullable Object> T call(@Nullable String orderId, Supplier<T> work) {
		return call(orderId, null, work);
	}

	/**
	 * Does what is about a call.
	 * @param orderId Kaspi Pay's id of the order; {@code null} leaves the order as it is
	 * @param requestId the id Kaspi Pay gave the call, or {@code null} if there is none
	 * @param work the work
	 */
	public static void run(@Nullable String orderId, @Nullable String requestId, Runnable work) {
		call(orderId, requestId, () -> {
			work.run();
			return null;
		});
	}

	private static <T extends @Nullable Object> T call(@Nullable String orderId, @Nullable String requestId,
			Supplier<T> work) {
		String orderIdBefore = MDC.get(ORDER_ID);
		try {
			if (orderId != null) {
				put(ORDER_ID, Printable.of(orderId));
			}
			requestId(requestId);
			return work.get();
		}
		finally {
			put(ORDER_ID, orderIdBefore);
			MDC.remove(REQUEST_ID);
		}
	}

	/**
	 * Sets the id of the call under way, once its answer is there.
	 * @param requestId the id, or {@code null} if there is none
	 */
	public static void requestId(@Nullable String requestId) {
		put(REQUEST_ID, (requestId != null) ? Printable.of(requestId) : null);
	}

	private static void put(String key, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

}
