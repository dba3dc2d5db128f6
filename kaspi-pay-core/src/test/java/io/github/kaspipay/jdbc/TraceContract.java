/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.LeasedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How every store keeps the traces that lead to an event.
 */
interface TraceContract extends StoresContract {

	String CREATION = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	String WEBHOOK = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	@Test
	default void anEventHasTheTracesThatRecordedItAndCreatedItsOrder() {
		LedgerEntry intent = LedgerData.intent("ref");
		stores().ledger().write(LedgerChange.insert(intent).tracedBy(CREATION));
		LedgerEntry open = LedgerData.with(intent, "1", "ref", KaspiOrderStatus.INIT);
		stores().ledger().write(LedgerChange.update(intent, open).tracedBy("00-not-kept-01"));
		LedgerEntry read = stores().ledger().findByOrderId("1");
		stores().ledger()
			.write(LedgerChange.update(read, LedgerData.with(read, KaspiOrderStatus.PAID))
				.withEvents(List.of(LedgerData.paid("1")), false)
				.tracedBy(WEBHOOK));
		assertThat(causes()).containsExactly(WEBHOOK, CREATION);
	}

	@Test
	default void anEventOfAnOrderThatWasOnlyHeardOfHasTheTraceThatRecordedIt() {
		stores().ledger()
			.write(LedgerChange.insert(LedgerData.open("1"))
				.withEvents(List.of(LedgerData.paid("1")), true)
				.tracedBy(WEBHOOK));
		assertThat(stores().outbox()
			.deliver(new LeasedEvent(LedgerData.paid("1"), 1),
					(event, causes) -> assertThat(causes).containsExactly(WEBHOOK)))
			.isTrue();
	}

	@Test
	default void anEventOfNoTraceHasNone() {
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		assertThat(causes()).isEmpty();
	}

	@Test
	default void whatWasHeardOfTakesOverTheTraceOfItsIntent() {
		LedgerEntry orphan = LedgerData.orphan("1");
		stores().ledger().write(LedgerChange.insert(orphan).tracedBy(WEBHOOK));
		LedgerEntry intent = LedgerData.intent("ref");
		stores().ledger().write(LedgerChange.insert(intent).tracedBy(CREATION));
		assertThat(stores().merge(orphan, LedgerData.with(orphan, "1", "ref", KaspiOrderStatus.PAID), intent,
				LedgerData.paid("1")))
			.isTrue();
		assertThat(causes()).containsExactly(CREATION);
	}

	private List<String> causes() {
		List<String> all = new ArrayList<>();
		assertThat(stores().outbox().deliver(deliveries().claimOne(), (event, causes) -> all.addAll(causes))).isTrue();
		return all;
	}

}
