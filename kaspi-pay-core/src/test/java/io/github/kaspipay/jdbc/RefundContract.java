/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How every store keeps refunds.
 */
interface RefundContract extends StoresContract {

	@Test
	default void keepsRefundsWithTheirOrder() {
		LedgerEntry order = paid("1");
		LedgerEntry one = LedgerData.with(order, intended("a", "возврат-😀"));
		assertThat(stores().update(order, one)).isTrue();
		assertThat(find("1")).isEqualTo(one);
		LedgerEntry both = LedgerData.with(one, accepted("a", "возврат-😀"),
				LedgerData.refund("b", null, null, KaspiRefundState.OBSERVED, null));
		assertThat(stores().update(one, both)).isTrue();
		assertThat(find("1")).isEqualTo(both);
		assertThat(stores().ledger().findByReference("ref-1")).containsExactly(both);
		assertThat(stores().ledger().findByWireReference("ref-1")).isEqualTo(both);
		LedgerEntry known = LedgerData.with(both, accepted("a", "возврат-😀"),
				LedgerData.refund("b", null, "0.0000000001", KaspiRefundState.OBSERVED, null));
		assertThat(stores().update(both, known)).isTrue();
		assertThat(find("1")).isEqualTo(known);
	}

	@Test
	default void keepsEveryStateOfARefund() {
		LedgerEntry before = paid("1");
		for (KaspiRefundState state : KaspiRefundState.values()) {
			LedgerEntry after = LedgerData.with(before, LedgerData.refund("a", "key", "12.5", state, state.name()));
			assertThat(stores().update(before, after)).isTrue();
			assertThat(find("1")).isEqualTo(after);
			before = after;
		}
	}

	@Test
	default void keepsWhenARefundWasSentAgain() {
		LedgerEntry order = paid("1");
		LedgerEntry sent = LedgerData.with(order, intended("a", "key"));
		stores().update(order, sent);
		RefundEntry again = new RefundEntry("a", "key", new BigDecimal("12.5"), KaspiRefundState.INTENDED, null,
				LedgerData.START.plusSeconds(60));
		assertThat(stores().update(sent, LedgerData.with(sent, again))).isTrue();
		assertThat(find("1").refunds()).containsExactly(again);
	}

	@Test
	default void keepsTheRefundsOfAnOrderThatIsNew() {
		LedgerEntry entry = LedgerData.entry("1", "r", KaspiOrderStatus.PARTIALLY_REFUNDED, null);
		stores().insert(LedgerData.with(entry, accepted("a", null), accepted("b", null)));
		assertThat(find("1").refunds()).containsExactly(accepted("a", null), accepted("b", null));
	}

	@Test
	default void writesNoRefundIfTheOrderHasChanged() {
		LedgerEntry order = paid("1");
		LedgerEntry sent = LedgerData.with(order, intended("a", "key"));
		stores().update(order, sent);
		assertThat(stores().update(order, LedgerData.with(order, intended("b", "other")))).isFalse();
		assertThat(stores().update(order, LedgerData.with(order, accepted("a", "key")))).isFalse();
		assertThat(find("1")).isEqualTo(sent);
	}

	@Test
	default void refusesAKeyThatTheOrderHasAlready() {
		LedgerEntry order = paid("1");
		LedgerEntry one = LedgerData.with(order, accepted("a", "key"));
		stores().update(order, one);
		assertThat(stores().update(one, LedgerData.with(one, accepted("a", "key"), intended("b", "key")),
				LedgerData.refunded("1")))
			.isFalse();
		assertThat(find("1")).isEqualTo(one);
		assertThat(deliveries().all()).isEmpty();
		assertThat(stores().update(one, LedgerData.with(one, accepted("a", "key"), intended("b", "KEY")))).isTrue();
		LedgerEntry other = paid("2");
		assertThat(stores().update(other, LedgerData.with(other, intended("c", "key")))).isTrue();
	}

	@Test
	default void takesIdsOfRefundsOfAnyLength() {
		String id = "9".repeat(127) + "-7" + "x".repeat(300);
		LedgerEntry order = paid("1");
		KaspiOrderRefundedEvent event = new KaspiOrderRefundedEvent("1:REFUNDED:a", "1", null, BigDecimal.ONE,
				LedgerData.START, KaspiEventSource.API, LedgerData.AMOUNT, id, "key", BigDecimal.ONE, false);
		LedgerEntry after = LedgerData.with(order, LedgerData.refund("a", "key", "1", KaspiRefundState.ACCEPTED, id));
		assertThat(stores().update(order, after, event)).isTrue();
		String kept = find("1").refunds().get(0).kaspiId();
		assertThat(id).startsWith(kept).isNotEqualTo("9".repeat(127));
		assertThat(kept).hasSizeGreaterThanOrEqualTo(128);
		assertThat(deliveries().all()).singleElement()
			.satisfies((delivered) -> assertThat(((KaspiOrderRefundedEvent) delivered).refundId()).isEqualTo(kept));
	}

	@Test
	default void removesAnEntryWithItsRefunds() {
		LedgerEntry order = paid("1");
		LedgerEntry refunded = LedgerData.with(order, accepted("a", "key"));
		stores().update(order, refunded);
		stores().ledger().delete(refunded);
		LedgerEntry again = paid("1");
		LedgerEntry after = LedgerData.with(again, accepted("b", "key"));
		assertThat(stores().update(again, after)).isTrue();
		assertThat(find("1")).isEqualTo(after);
	}

	@Test
	default void readsAnOrderAndItsRefundsAsOfOneMoment() {
		paid("1");
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 300; i++) {
				LedgerEntry before = stores().ledger().findByOrderId("1");
				RefundEntry ofTheNextVersion = LedgerData.refund("a", "key", "12.5", KaspiRefundState.ACCEPTED,
						String.valueOf(before.version() + 1));
				assertThat(stores().update(before, LedgerData.with(before, ofTheNextVersion))).isTrue();
			}
		});
		while (!writer.isDone()) {
			LedgerEntry entry = stores().ledger().findByOrderId("1");
			assertThat(entry.refunds()).extracting(RefundEntry::kaspiId)
				.allMatch(String.valueOf(entry.version())::equals);
		}
		writer.join();
	}

	private LedgerEntry paid(String orderId) {
		LedgerEntry entry = LedgerData.entry(orderId, "ref-" + orderId, KaspiOrderStatus.PAID, null);
		assertThat(stores().insert(entry)).isTrue();
		return entry;
	}

	private static RefundEntry intended(String id, String key) {
		return LedgerData.refund(id, key, "12.5", KaspiRefundState.INTENDED, null);
	}

	private static RefundEntry accepted(String id, @Nullable String key) {
		return LedgerData.refund(id, key, "12.5", KaspiRefundState.ACCEPTED, "kaspi-" + id);
	}

}
