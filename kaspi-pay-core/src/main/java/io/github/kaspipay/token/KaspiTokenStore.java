/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.util.function.Supplier;

import io.github.kaspipay.KaspiPayException;
import org.jspecify.annotations.Nullable;

/**
 * Where the instances of an application share their access token. It may fail at any
 * time, and its users never do because of that: what cannot be shared is each instance's
 * own. Thread-safe.
 */
public interface KaspiTokenStore {

	/**
	 * Returns a valid token: the shared one or, where there is none, a new one, which is
	 * then shared. One instance at a time asks for a new one, and the others wait for it,
	 * though not for long: then they ask for their own.
	 * @param replaced the token not to return, since it ends soon or was refused, or
	 * {@code null} where any will do
	 * @param source asks Kaspi Pay for a token
	 * @return the token; its end is by this instance's clock
	 * @throws KaspiPayException if the source fails, or the caller is interrupted while
	 * it waits
	 */
	KaspiAccessToken obtain(@Nullable KaspiAccessToken replaced, Supplier<KaspiAccessToken> source);

	/**
	 * Removes a token that Kaspi Pay refused. Any other token stays.
	 * @param token the refused token
	 */
	void remove(KaspiAccessToken token);

	/**
	 * Says, for the application's health, where the token is shared, and whether that
	 * works at present. Asks nothing.
	 * @return a few words without secrets
	 */
	default String describe() {
		return getClass().getSimpleName();
	}

}
