/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What may come before the names of the tables.
 */
class JdbcStoreSettingsTests {

	@Test
	void refusesAPrefixThatIsNone() {
		for (String prefix : List.of("", "a b_", "a;", "a.b.c_", ".a_", "a.", "1_", "a-")) {
			assertThatIllegalArgumentException().isThrownBy(() -> Stores.settings(prefix, Duration.ofSeconds(1)));
		}
	}

}
