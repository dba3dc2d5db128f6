/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.time.Duration;

import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a merchant that all instances of the application may share. Thread-safe.
 * Internal: for the packages of this starter only.
 */
public interface SharedParts {

	/**
	 * With this, no instance leaves Redis unasked for as long as it lets nobody through
	 * after it has lost its memory.
	 */
	Duration REPORT = Duration.ofMillis(500);

	/**
	 * Returns where a merchant's token is kept, or {@code null} for each instance by
	 * itself.
	 */
	@Nullable KaspiTokenStore tokenStore(MerchantSettings merchant);

	/**
	 * Returns what counts a merchant's calls, or {@code null} for each instance by
	 * itself.
	 */
	@Nullable CallWindow callWindow(MerchantSettings merchant);

	/**
	 * Tells the other instances of this one's calls. Call it every {@link #REPORT}.
	 */
	void report();

}
