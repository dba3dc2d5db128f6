/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

/**
 * Throws checked exceptions without declaring them, as Kotlin does and Lombok's
 * {@code @SneakyThrows}.
 */
public final class Undeclared {

	private Undeclared() {
	}

	/**
	 * Throws an exception.
	 * @param failure the exception
	 */
	public static void raise(Exception failure) {
		Undeclared.<RuntimeException>raiseAs(failure);
	}

	@SuppressWarnings("unchecked")
	private static <T extends Exception> void raiseAs(Exception failure) throws T {
		throw (T) failure;
	}

}
