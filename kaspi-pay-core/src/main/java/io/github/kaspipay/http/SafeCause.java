/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.io.InterruptedIOException;

import org.jspecify.annotations.Nullable;

/**
 * Failures whose text may quote a response or a header, and with it a token, are handed
 * on by their kind only.
 */
final class SafeCause {

	private SafeCause() {
	}

	/**
	 * Returns the failure itself if it is one of the network's, which know nothing of
	 * what is sent; else one that names its kind.
	 */
	static @Nullable Throwable of(@Nullable Throwable failure) {
		if (failure instanceof NotSentException) {
			return of(failure.getCause());
		}
		return (failure == null || isOfTheNetwork(failure)) ? failure : new IOException(failure.getClass().getName());
	}

	static IOException unreadable(Throwable failure) {
		return new IOException("No readable HTTP response: " + failure.getClass().getName());
	}

	private static boolean isOfTheNetwork(Throwable failure) {
		String type = failure.getClass().getName();
		return type.startsWith("java.net.") || type.startsWith("javax.net.ssl.")
				|| failure instanceof InterruptedIOException
				|| failure instanceof ConnectionOpener.ProxyRefusedException;
	}

}
