/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds over every protocol with the ledger in memory.
 */
@Tag("long")
@ParameterizedClass(name = "{0}")
@MethodSource("protocols")
class InMemoryAcceptanceTests extends ProtocolTests {

	InMemoryAcceptanceTests(Protocol protocol, Ledger ledger) {
	}

	static Stream<Arguments> protocols() {
		return Stream.of(Protocol.ORDERS, Protocol.CHECK_PAY, Protocol.QR)
			.map((protocol) -> Arguments.of(protocol, Ledger.MEMORY));
	}

}
