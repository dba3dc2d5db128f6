/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Nothing stays in the MDC, and nothing from outside breaks a line.
 */
class LogScopeTests {

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void leavesTheMdcAsItWas() {
		MDC.put(LogScope.ORDER_ID, "outer");
		MDC.put("theirs", "kept");
		LogScope.run("inner", "req-1", () -> {
			assertThat(MDC.get(LogScope.ORDER_ID)).isEqualTo("inner");
			assertThat(MDC.get(LogScope.REQUEST_ID)).isEqualTo("req-1");
			assertThatIllegalStateException().isThrownBy(() -> LogScope.call(null, () -> {
				assertThat(MDC.get(LogScope.ORDER_ID)).isEqualTo("inner");
				assertThat(MDC.get(LogScope.REQUEST_ID)).as("another call").isNull();
				LogScope.requestId("req-2");
				throw new IllegalStateException();
			}));
			assertThat(MDC.get(LogScope.REQUEST_ID)).as("the other call is over").isNull();
		});
		assertThat(MDC.getCopyOfContextMap()).containsOnly(java.util.Map.entry(LogScope.ORDER_ID, "outer"),
				java.util.Map.entry("theirs", "kept"));
	}

	@Test
	void escapesWhatIsNotVisible() {
		assertThat(Printable.of("Төлем 7 ₸")).isEqualTo("Төлем 7 ₸");
		assertThat(Printable.of("a\r\nb\tc\u001b[31m\u0085\u2028\u202e"))
			.isEqualTo("a\\u000d\\u000ab\\u0009c\\u001b[31m\\u0085\\u2028\\u202e");
		LogScope.run("o\n1", null, () -> assertThat(MDC.get(LogScope.ORDER_ID)).isEqualTo("o\\u000a1"));
	}

}
