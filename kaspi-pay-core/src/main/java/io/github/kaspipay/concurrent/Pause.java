/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.concurrent;

import java.time.Duration;
import java.util.function.Function;

/**
 * A wait that an interrupt ends. Internal: it may change in any release.
 */
public final class Pause {

	private Pause() {
	}

	/**
	 * Waits. If the thread is interrupted it stays so, and the exception for it is
	 * thrown.
	 * @param pause how long
	 * @param interrupted makes the exception
	 */
	public static void of(Duration pause, Function<InterruptedException, ? extends RuntimeException> interrupted) {
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted.apply(ex);
		}
	}

}
