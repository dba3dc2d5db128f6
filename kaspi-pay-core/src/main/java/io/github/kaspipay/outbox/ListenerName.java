/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

/**
 * Finds the listener in a stack trace: the application's frame that Spring called.
 */
final class ListenerName {

	private static final String SPRING_EVENTS = "org.springframework.context.event.";

	private static final String UNKNOWN = "unknown";

	private ListenerName() {
	}

	/**
	 * Finds the listener by what it threw.
	 * @param failure what it threw, maybe made on another thread
	 * @param wrapper what came out of it: the same, or a wrapper
	 */
	static String of(Throwable failure, Throwable wrapper) {
		String listener = of(failure.getStackTrace());
		return listener.equals(UNKNOWN) ? of(wrapper.getStackTrace()) : listener;
	}

	static String of(StackTraceElement[] trace) {
		String called = UNKNOWN;
		for (StackTraceElement frame : trace) {
			String type = frame.getClassName();
			if (type.startsWith(SPRING_EVENTS)) {
				return called;
			}
			boolean reflection = type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.")
					|| type.startsWith("org.springframework.");
			if (!reflection) {
				called = type + "." + frame.getMethodName();
			}
		}
		return UNKNOWN;
	}

}
