/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The application's traces, as far as the engine has to do with them. Thread-safe.
 * Internal: it may change in any release.
 */
public interface KaspiPayTraces {

	/**
	 * There are none.
	 */
	KaspiPayTraces NONE = new KaspiPayTraces() {

		@Override
		public @Nullable String current() {
			return null;
		}

		@Override
		public <T> T span(String name, Supplier<T> work) {
			return work.get();
		}

	};

	/**
	 * Returns the span under way on this thread.
	 * @return it as a W3C {@code traceparent}, or {@code null} if there is none
	 */
	@Nullable String current();

	/**
	 * Runs work that nobody asked for in a span, which is a new trace's where none is
	 * under way.
	 * @param name the span's name
	 * @param work the work
	 * @param <T> what it returns
	 * @return what the work returns
	 */
	<T> T span(String name, Supplier<T> work);

}
