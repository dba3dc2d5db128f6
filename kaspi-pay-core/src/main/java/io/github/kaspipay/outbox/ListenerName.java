/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

/**
 * Finds the listener in a stack trace: the application's frame that Spring called.
 */
final class ListenerName {

	private static final String SPRING_EVENTS = "org.springframework.context.event.";

	private ListenerName() {
	}

	static String of(StackTraceElement[] trace) {
		String called = "unknown";
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
		return "unknown";
	}

}
