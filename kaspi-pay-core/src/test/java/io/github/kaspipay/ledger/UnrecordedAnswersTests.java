/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnrecordedAnswersTests {

	private final UnrecordedAnswers answers = new UnrecordedAnswers();

	private final List<String> recorded = new ArrayList<>();

	private boolean away = true;

	@Test
	void eachIsRecordedOnceAndNoneIsInAnothersWay() {
		this.answers.add("refund 1", () -> record("1", this.away), new IllegalStateException());
		this.answers.add("refund 2", () -> record("2", false), new IllegalStateException());
		this.answers.retry();
		assertThat(this.recorded).containsExactly("2");
		this.away = false;
		this.answers.retry();
		this.answers.retry();
		assertThat(this.recorded).containsExactly("2", "1");
	}

	private void record(String answer, boolean fails) {
		if (fails) {
			throw new IllegalStateException("The database is away");
		}
		this.recorded.add(answer);
	}

}
