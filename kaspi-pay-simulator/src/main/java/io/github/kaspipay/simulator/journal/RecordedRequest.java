/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.journal;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A call of the API and how it was answered. Immutable.
 *
 * @param method the HTTP method in capitals
 * @param path the path, without the query
 * @param status the HTTP status of the answer, or 0 if a stub broke the connection
 * instead
 * @param time when it was answered, on the simulator's clock
 * @param requestId the answer's {@code X-Request-Id}, or {@code null} if it has none
 * @param body the call's body, possibly empty
 * @param responseBody the answer's body; empty if there was none, and where it is an
 * access token
 */
public record RecordedRequest(String method, String path, int status, Instant time, @Nullable String requestId,
		String body, String responseBody) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s %s: %s (request %s)", this.method, this.path, this.status,
				this.requestId);
	}

}
