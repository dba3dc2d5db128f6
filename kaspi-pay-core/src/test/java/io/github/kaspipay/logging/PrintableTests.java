/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a text from outside becomes in a log or a message.
 */
class PrintableTests {

	@Test
	void aLineHasNoControlCharacters() {
		assertThat(Printable.line(" a\nb\u202ec ", 100)).isEqualTo("a b\\u202ec");
	}

	@Test
	void aLineIsCutBeforeACharacterThatWouldBeHalf() {
		assertThat(Printable.line("ab\ud83d\ude00", 3)).isEqualTo("ab");
		assertThat(Printable.line("ab\ud83d\ude00c", 4)).isEqualTo("ab\ud83d\ude00");
	}

}
