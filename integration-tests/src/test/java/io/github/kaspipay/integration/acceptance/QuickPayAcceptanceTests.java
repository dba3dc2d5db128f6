/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds where Kaspi prepares the payments of check/pay, whose ledger that of
 * check/pay is.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("protocols")
class QuickPayAcceptanceTests extends ProtocolTests {

	QuickPayAcceptanceTests(Protocol protocol, Ledger ledger) {
	}

	static Stream<Arguments> protocols() {
		return Stream.of(Arguments.of(Protocol.QUICK_PAY, Ledger.MEMORY));
	}

}
