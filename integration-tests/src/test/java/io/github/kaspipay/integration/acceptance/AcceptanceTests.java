/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds over every protocol where the ledger outlives the application.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("protocols")
class AcceptanceTests extends ProtocolTests {

	AcceptanceTests(Protocol protocol, Ledger ledger) {
	}

	static Stream<Arguments> protocols() {
		return Stream.of(Protocol.ORDERS, Protocol.CHECK_PAY, Protocol.QR)
			.map((protocol) -> Arguments.of(protocol, Ledger.POSTGRESQL));
	}

	@Test
	void isPaidThoughTheApplicationWasAway() {
		KaspiOrder order = create();
		shop.stop();
		kaspi.pay(order);
		shop.startAgain();
		kaspi.reachAgain(order);
		shop.letPass(order, Duration.ofMinutes(1));
		KaspiOrderPaidEvent paid = awaitEvent(order, KaspiOrderPaidEvent.class);
		fence();
		assertThat(shop.heard(order, KaspiOrderEvent.class)).containsExactly(paid);
	}

}
