/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.time.Duration;

import io.github.kaspipay.KaspiApiException;
import org.jspecify.annotations.Nullable;

/**
 * Says what a refusal means in a protocol. Thread-safe. Internal: it may change in any
 * release.
 */
@FunctionalInterface
public interface RefusalReader {

	/**
	 * Makes the exception for a refusal.
	 * @param refusal the refusal
	 * @return the exception
	 */
	KaspiApiException toException(Refusal refusal);

	/**
	 * An answer that says that the request was not carried out.
	 *
	 * @param status the HTTP status
	 * @param code the error code in the body, printable and short, or {@code null}
	 * @param detail the message in the body, printable and short, or {@code null}
	 * @param requestId the call's request id, or {@code null}
	 * @param retryAfter how long to wait, or {@code null} where nobody said
	 */
	record Refusal(int status, @Nullable String code, @Nullable String detail, @Nullable String requestId,
			@Nullable Duration retryAfter) {

		/**
		 * Adds what the body says.
		 * @param meaning what the refusal means
		 * @return the meaning with the message in the body, if there is one
		 */
		public String describe(String meaning) {
			return (this.detail != null) ? meaning + ": " + this.detail : meaning;
		}

	}

}
