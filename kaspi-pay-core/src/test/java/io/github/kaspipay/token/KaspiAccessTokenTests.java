/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link KaspiAccessToken}.
 */
class KaspiAccessTokenTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "t0ken\r\nX: y", "t0ken\n", "t0ken t0ken", "t0ken-токен", "t0ken\u007f" })
	void valueThatCannotStandInAHeaderIsRefusedAndNotShown(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new KaspiAccessToken(value, Instant.EPOCH))
			.withMessageContaining("visible ASCII")
			.withMessageNotContaining("t0ken");
	}

	@Test
	void everyVisibleCharacterMayBeInAValue() {
		assertThat(KaspiAccessToken.isValue("!~aZ09._-")).isTrue();
		assertThat(KaspiAccessToken.isValue(null)).isFalse();
	}

}
