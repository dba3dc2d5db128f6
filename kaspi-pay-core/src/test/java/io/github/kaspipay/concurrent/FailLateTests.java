/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.concurrent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.Undeclared;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FailLateTests {

	private static final RuntimeException SHARED = new IllegalStateException("shared");

	private final List<String> done = new ArrayList<>();

	@Test
	void doesAllAndThrowsTheFirstFailureWithTheOthers() {
		assertThatThrownBy(() -> FailLate.forEach(List.of("1 fails", "2", "3 fails", "4"), this::work))
			.hasMessage("1 fails")
			.satisfies((failure) -> assertThat(failure.getSuppressed()).extracting(Throwable::getMessage)
				.containsExactly("3 fails"));
		assertThat(this.done).containsExactly("1 fails", "2", "3 fails", "4");
	}

	@Test
	void throwsNothingWhereNothingFailed() {
		FailLate.forEach(List.of("1", "2"), this::work);
		assertThat(this.done).containsExactly("1", "2");
	}

	@Test
	void takesTheSameFailureTwice() {
		assertThatThrownBy(() -> FailLate.forEach(List.of("1", "2"), (each) -> {
			throw SHARED;
		})).isSameAs(SHARED).hasNoSuppressedExceptions();
	}

	@Test
	void endsWithAnErrorAndTellsWhatHadFailed() {
		Error error = new StackOverflowError();
		assertThatThrownBy(() -> FailLate.forEach(List.of("1 fails", "2", "3"), (each) -> {
			work(each);
			if (each.equals("2")) {
				throw error;
			}
		})).isSameAs(error)
			.satisfies((failure) -> assertThat(failure.getSuppressed()).extracting(Throwable::getMessage)
				.containsExactly("1 fails"));
		assertThat(this.done).containsExactly("1 fails", "2");
	}

	@Test
	void doesAllThoughOneThrowsAnUndeclaredCheckedException() {
		assertThatThrownBy(() -> FailLate.forEach(List.of("1", "2"), (each) -> {
			this.done.add(each);
			Undeclared.raise(new IOException(each));
		})).hasRootCauseMessage("1").hasRootCauseInstanceOf(IOException.class);
		assertThat(this.done).containsExactly("1", "2");
	}

	private void work(String each) {
		this.done.add(each);
		if (each.endsWith("fails")) {
			throw new IllegalStateException(each);
		}
	}

}
