/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.concurrent;

/**
 * Keeps interrupts that came as an exception which nobody declared, as from Kotlin: its
 * thrower took the thread's flag away. Internal: it may change in any release.
 */
public final class Interrupts {

	private Interrupts() {
	}

	/**
	 * Sets the thread's flag again, if the failure is an interrupt.
	 * @param failure what was caught
	 */
	public static void keep(Throwable failure) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
	}

}
