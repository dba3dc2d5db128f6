/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.concurrent;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Consumer;

/**
 * Work of several parts, none of which is left undone because another failed. Internal:
 * it may change in any release.
 */
public final class FailLate {

	private FailLate() {
	}

	/**
	 * Does some work for each, also after it failed for one of them. Throws the first
	 * failure in the end, with the others suppressed. An {@link Error} ends it at once.
	 * @param <T> the type of what it is done for
	 * @param each what it is done for
	 * @param work the work
	 */
	public static <T> void forEach(Iterable<T> each, Consumer<T> work) {
		RuntimeException first = null;
		for (T one : each) {
			try {
				work.accept(one);
			}
			catch (Exception ex) {
				Interrupts.keep(ex);
				if (first == null) {
					first = (ex instanceof RuntimeException unchecked) ? unchecked
							: new UndeclaredThrowableException(ex);
				}
				else if (ex != first) {
					first.addSuppressed(ex);
				}
			}
			catch (Error ex) {
				if (first != null) {
					ex.addSuppressed(first);
				}
				throw ex;
			}
		}
		if (first != null) {
			throw first;
		}
	}

}
