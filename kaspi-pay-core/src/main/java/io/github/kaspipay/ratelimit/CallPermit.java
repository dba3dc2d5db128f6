/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;

/**
 * The answer to a try to acquire a permit for a call.
 *
 * @param retryAfter how long it is until one may be left; zero if the permit was acquired
 */
public record CallPermit(Duration retryAfter) {

	/**
	 * Says whether the call may be made.
	 * @return whether the permit was acquired
	 */
	public boolean isAcquired() {
		return this.retryAfter.isZero();
	}

}
