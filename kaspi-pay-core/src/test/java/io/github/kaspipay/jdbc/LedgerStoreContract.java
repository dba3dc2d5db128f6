/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.AskedClaims;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiRefundState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store does with entries.
 */
interface LedgerStoreContract extends StoresContract {

	@Test
	default void findsNothingInAnEmptyStore() {
		assertThat(stores().ledger().findByOrderId("1")).isNull();
		assertThat(stores().ledger().findByWireReference("r")).isNull();
		assertThat(stores().ledger().findByReference("r")).isEmpty();
	}

	@Test
	default void keepsEveryField() {
		KaspiOrder order = new KaspiOrder("9_X-1", "счёт-№7-Қ-😀", new KaspiOrderStatus("ON_HOLD"),
				new BigDecimal("9999999999999.99"), new BigDecimal("0.01"),
				"https://pay.kaspi.kz/pay/ж" + "x".repeat(5000), URI.create("https://pay.kaspi.kz/pay/1?a=%D0%B6"),
				Instant.parse("2026-05-01T10:00:00Z"), Instant.parse("2026-05-01T10:30:00.001Z"),
				Instant.parse("2026-05-01T10:05:00.999Z"), true, KaspiOrderStatus.PAID, new BigDecimal("7.25"), true,
				false, Map.of("cart", "корзина-😀"));
		LedgerEntry entry = new LedgerEntry(order, "счёт-№7-Қ-😀.2", 2, true,
				List.of(LedgerData.refund("7a0c2a4e-4f0f-4c52-8c1e-2f9c1f0f6a4b", "ключ-😀", "12.5",
						KaspiRefundState.IN_DOUBT, "kaspi-1")),
				new UnconfirmedStatus(KaspiOrderStatus.CANCELLED, LedgerData.START.plusMillis(7)),
				new Dispute(Reason.PAID_TWICE, KaspiOrderStatus.PAID, new BigDecimal("7.25"),
						LedgerData.START.plusMillis(8), true, List.of("c1", "c2")),
				true, LedgerData.START.plusMillis(9), LedgerData.START.plusSeconds(30), true, 0,
				new AskedClaims(List.of("a1", "a2"), 3, LedgerData.START.plusMillis(11)),
				new PollingSchedule(Duration.ofSeconds(5), Duration.ofSeconds(275), Duration.ofMinutes(30)));
		assertThat(stores().insert(entry)).isTrue();
		assertThat(stores().ledger().findByOrderId("9_X-1")).isEqualTo(entry);
		assertThat(stores().ledger().findByWireReference("счёт-№7-Қ-😀.2")).isEqualTo(entry);
		assertThat(stores().ledger().findByReference("счёт-№7-Қ-😀")).containsExactly(entry);
		assertThat(stores().ledger().findByWireReference("счёт-№7-Қ-😀")).isNull();
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	default void keepsADisputeThatIsSettled(Reason reason) {
		LedgerEntry before = LedgerData.open("1");
		stores().insert(before);
		LedgerEntry disputed = disputed(before, reason, true);
		assertThat(stores().update(before, disputed)).isTrue();
		assertThat(find("1")).isEqualTo(disputed);
		LedgerEntry settled = disputed(disputed, reason, false);
		assertThat(stores().update(disputed, settled)).isTrue();
		assertThat(find("1")).isEqualTo(settled);
	}

	private static LedgerEntry disputed(LedgerEntry entry, Reason reason, boolean open) {
		KaspiOrderStatus claimed = new KaspiOrderStatus("CHARGEBACK");
		KaspiOrder order = new KaspiOrder("1", "ref-1", KaspiOrderStatus.PAID, LedgerData.AMOUNT, BigDecimal.ZERO, null,
				null, null, null, null, open, claimed, null, false, true, Map.of());
		return new LedgerEntry(order, "ref-1", 1, false, List.of(), null,
				new Dispute(reason, claimed, null, LedgerData.START.plusMillis(8), open, List.of("c1")), false,
				LedgerData.START, null, false, entry.version() + 1);
	}

	@Test
	default void keepsMetadata() {
		Map<String, String> metadata = new HashMap<>();
		for (int i = 0; i < 20; i++) {
			metadata.put("ключ " + i + " \"😀\\", "счёт ';--\n\t{}[]😀".repeat(20) + i);
		}
		metadata.put("ключ 0 \"😀\\", "");
		KaspiOrder order = LedgerData.described("1", metadata);
		stores().insert(LedgerData.entry(order));
		assertThat(find("1").order().metadata()).isEqualTo(metadata);
		assertThat(stores().orders().find(KaspiOrderQuery.all()).orders()).containsExactly(order);
		LedgerEntry paid = LedgerData.with(find("1"), KaspiOrderStatus.PAID);
		assertThat(stores().update(find("1"), paid)).isTrue();
		assertThat(find("1").order().metadata()).isEqualTo(metadata);
	}

	@Test
	default void keepsAsMuchMetadataAsAnOrderMayHave() {
		Map<String, String> metadata = new HashMap<>();
		for (int i = 0; i < 20; i++) {
			metadata.put("k".repeat(38) + (10 + i), "\u0001".repeat(500));
		}
		assertThat(stores().insert(LedgerData.entry(LedgerData.described("1", metadata)))).isTrue();
		assertThat(find("1").order().metadata()).isEqualTo(metadata);
	}

	@Test
	default void keepsThatAFieldIsMissing() {
		LedgerEntry entry = LedgerData.entry("1", null, KaspiOrderStatus.INIT, null);
		stores().insert(entry);
		assertThat(stores().ledger().findByOrderId("1")).isEqualTo(entry);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1500", "1500.00", "10000000000000", "0.0000000001", "99999999999999999999" })
	default void keepsAmounts(String amount) {
		KaspiOrder order = new KaspiOrder("1", "r", KaspiOrderStatus.INIT, new BigDecimal(amount),
				new BigDecimal(amount), null, null, null, null, null);
		stores().insert(LedgerData.entry(order));
		assertThat(find("1").order().amount()).isEqualByComparingTo(amount);
		assertThat(find("1").order().amount().scale()).isNotNegative();
		assertThat(find("1").order().refundedAmount()).isEqualByComparingTo(amount);
	}

	@Test
	default void tellsIdsApartByCase() {
		stores().insert(LedgerData.entry("a", "r", KaspiOrderStatus.INIT, null));
		assertThat(stores().insert(LedgerData.entry("A", "R", KaspiOrderStatus.PAID, null))).isTrue();
		assertThat(find("a").order().status()).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(find("A").order().status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	default void refusesASecondEntryAndGoesOn() {
		stores().insert(LedgerData.open("1"));
		assertThat(stores().insert(LedgerData.entry("1", "other", KaspiOrderStatus.PAID, null), LedgerData.paid("1")))
			.isFalse();
		assertThat(stores().insert(LedgerData.entry("2", "ref-1", KaspiOrderStatus.PAID, null), LedgerData.paid("2")))
			.isFalse();
		assertThat(stores().insert(LedgerData.intent("ref-1"))).isFalse();
		assertThat(find("1")).isEqualTo(LedgerData.open("1"));
		assertThat(stores().ledger().findByOrderId("2")).isNull();
		assertThat(stores().ledger().findByWireReference("other")).isNull();
		assertThat(deliveries().all()).isEmpty();
		assertThat(stores().insert(LedgerData.open("2"), LedgerData.paid("2"))).isTrue();
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("2"));
	}

	@Test
	default void holdsManyEntriesWithoutReference() {
		assertThat(stores().insert(LedgerData.due("1", LedgerData.START))).isTrue();
		assertThat(stores().insert(LedgerData.due("2", LedgerData.START))).isTrue();
		assertThat(stores().insert(LedgerData.intent("a"))).isTrue();
		assertThat(stores().insert(LedgerData.intent("b"))).isTrue();
	}

	@Test
	default void updatesTheEntryThatWasRead() {
		LedgerEntry before = LedgerData.open("1");
		stores().insert(before);
		LedgerEntry paid = LedgerData.with(before, KaspiOrderStatus.PAID);
		assertThat(stores().update(before, paid, LedgerData.paid("1"))).isTrue();
		assertThat(find("1")).isEqualTo(paid);
		LedgerEntry refunded = LedgerData.with(paid, KaspiOrderStatus.REFUNDED);
		assertThat(stores().update(paid, refunded)).isTrue();
		assertThat(find("1")).isEqualTo(refunded);
	}

	@Test
	default void refusesAnUpdateOfWhatHasChanged() {
		LedgerEntry before = LedgerData.open("1");
		stores().insert(before);
		LedgerEntry cancelled = LedgerData.with(before, KaspiOrderStatus.CANCELLED);
		stores().update(before, cancelled);
		assertThat(stores().update(before, LedgerData.with(before, KaspiOrderStatus.PAID), LedgerData.paid("1")))
			.isFalse();
		assertThat(find("1")).isEqualTo(cancelled);
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	default void refusesAnUpdateOfWhatIsNotThere() {
		LedgerEntry absent = LedgerData.open("1");
		assertThat(stores().update(absent, LedgerData.with(absent, KaspiOrderStatus.PAID), LedgerData.paid("1")))
			.isFalse();
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	default void refusesAnUpdateToAnIdOrReferenceOfAnotherAndGoesOn() {
		LedgerEntry other = LedgerData.open("1");
		LedgerEntry intent = LedgerData.intent("r");
		stores().insert(other);
		stores().insert(intent);
		assertThat(
				stores().update(intent, LedgerData.with(intent, "1", "r", KaspiOrderStatus.INIT), LedgerData.paid("1")))
			.isFalse();
		assertThat(stores().update(intent, LedgerData.with(intent, "2", "ref-1", KaspiOrderStatus.INIT),
				LedgerData.paid("2")))
			.isFalse();
		assertThat(stores().ledger().findByWireReference("r")).isEqualTo(intent);
		assertThat(find("1")).isEqualTo(other);
		assertThat(deliveries().all()).isEmpty();
		assertThat(stores().update(intent, LedgerData.with(intent, "2", "r", KaspiOrderStatus.INIT))).isTrue();
	}

	@Test
	default void turnsAnIntentIntoAnOrderOnce() {
		LedgerEntry intent = LedgerData.intent("r");
		stores().insert(intent);
		assertThat(Objects.requireNonNull(stores().ledger().findByWireReference("r")).order().orderId()).isEmpty();
		LedgerEntry order = LedgerData.with(intent, "1", "r", KaspiOrderStatus.INIT);
		assertThat(stores().update(intent, order)).isTrue();
		assertThat(stores().update(intent, LedgerData.with(intent, "2", "r", KaspiOrderStatus.INIT))).isFalse();
		assertThat(find("1")).isEqualTo(order);
		assertThat(stores().ledger().findByWireReference("r")).isEqualTo(order);
		assertThat(stores().ledger().findByOrderId("2")).isNull();
	}

	@Test
	default void deletesOnlyWhatWasRead() {
		LedgerEntry before = LedgerData.open("1");
		stores().insert(before);
		LedgerEntry after = LedgerData.with(before, KaspiOrderStatus.PAID);
		stores().update(before, after);
		stores().ledger().delete(before);
		assertThat(find("1")).isEqualTo(after);
		stores().ledger().delete(after);
		assertThat(stores().ledger().findByOrderId("1")).isNull();
		assertThat(stores().ledger().findByWireReference("ref-1")).isNull();
		assertThat(stores().insert(before)).isTrue();
	}

	@Test
	default void deletesAnIntentButNotTheOrderItBecame() {
		LedgerEntry intent = LedgerData.intent("r");
		stores().insert(intent);
		stores().ledger().delete(intent);
		assertThat(stores().ledger().findByWireReference("r")).isNull();
		stores().insert(intent);
		stores().update(intent, LedgerData.with(intent, "1", "r", KaspiOrderStatus.INIT));
		stores().ledger().delete(intent);
		assertThat(stores().ledger().findByOrderId("1")).isNotNull();
	}

	@Test
	default void findsTheAttemptsOfAReferenceTheLatestFirst() {
		LedgerEntry first = LedgerData.attempt(1, "1", "r", KaspiOrderStatus.EXPIRED);
		LedgerEntry second = LedgerData.attempt(2, "2", "r", KaspiOrderStatus.EXPIRED);
		LedgerEntry third = LedgerData.attempt(3, "", "r", KaspiOrderStatus.UNKNOWN);
		stores().insert(first);
		stores().insert(LedgerData.attempt(1, "9", "R", KaspiOrderStatus.INIT));
		assertThat(stores().supersede(first, second)).isTrue();
		assertThat(stores().supersede(second, third)).isTrue();
		assertThat(stores().ledger().findByReference("r")).containsExactly(third, LedgerData.superseded(second),
				LedgerData.superseded(first));
		assertThat(stores().ledger().findByWireReference("r.2")).isEqualTo(LedgerData.superseded(second));
		LedgerEntry created = LedgerData.with(third, "3", "r.3", KaspiOrderStatus.INIT);
		assertThat(stores().update(third, created)).isTrue();
		assertThat(stores().ledger().findByReference("r")).containsExactly(created, LedgerData.superseded(second),
				LedgerData.superseded(first));
	}

	@Test
	default void supersedesOnlyTheAttemptThatWasRead() {
		LedgerEntry first = LedgerData.attempt(1, "1", "r", KaspiOrderStatus.EXPIRED);
		LedgerEntry second = LedgerData.attempt(2, "", "r", KaspiOrderStatus.UNKNOWN);
		stores().insert(first);
		LedgerEntry paid = LedgerData.with(first, KaspiOrderStatus.PAID);
		stores().update(first, paid);
		assertThat(stores().supersede(first, second)).isFalse();
		assertThat(stores().ledger().findByReference("r")).containsExactly(paid);
		assertThat(stores().ledger().findByWireReference("r.2")).isNull();
	}

	@Test
	default void supersedesNothingIfTheNextAttemptIsThereAlready() {
		LedgerEntry first = LedgerData.attempt(1, "1", "r", KaspiOrderStatus.EXPIRED);
		LedgerEntry second = LedgerData.attempt(2, "", "r", KaspiOrderStatus.UNKNOWN);
		stores().insert(first);
		stores().insert(second);
		assertThat(stores().supersede(first, second)).isFalse();
		assertThat(find("1")).isEqualTo(first);
	}

	@Test
	default void letsOneOfManySupersede() throws Exception {
		LedgerEntry first = LedgerData.attempt(1, "1", "r", KaspiOrderStatus.EXPIRED);
		stores().insert(first);
		LedgerEntry second = LedgerData.attempt(2, "", "r", KaspiOrderStatus.UNKNOWN);
		assertThat(Deliveries.together(6, () -> stores().supersede(first, second))).containsOnlyOnce(true);
		assertThat(stores().ledger().findByReference("r")).containsExactly(second, LedgerData.superseded(first));
	}

	@Test
	default void makesOneEntryOfAnOrderAndItsIntent() {
		LedgerEntry intent = LedgerData.intent("r");
		LedgerEntry orphan = LedgerData.orphan("1");
		stores().insert(intent);
		stores().insert(orphan);
		LedgerEntry merged = LedgerData.with(orphan, "1", "r", KaspiOrderStatus.PAID);
		assertThat(stores().merge(orphan, merged, intent, LedgerData.paid("1"))).isTrue();
		assertThat(find("1")).isEqualTo(merged);
		assertThat(stores().ledger().findByWireReference("r")).isEqualTo(merged);
		assertThat(stores().ledger().findByReference("r")).containsExactly(merged);
		assertThat(stores().orders().find(KaspiOrderQuery.all()).orders()).containsExactly(merged.order());
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
		assertThat(stores().merge(orphan, merged, intent, LedgerData.cancelled("1"))).isFalse();
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	default void mergesNothingIfTheIntentHasChanged() {
		LedgerEntry intent = LedgerData.intent("r");
		LedgerEntry orphan = LedgerData.orphan("1");
		stores().insert(intent);
		stores().insert(orphan);
		LedgerEntry changed = LedgerData.with(intent, KaspiOrderStatus.UNKNOWN);
		stores().update(intent, changed);
		assertMergesNothing(orphan, intent, orphan, changed);
		LedgerEntry created = LedgerData.with(changed, "2", "r", KaspiOrderStatus.INIT);
		stores().update(changed, created);
		assertMergesNothing(orphan, intent, orphan, created);
		stores().ledger().delete(created);
		assertThat(stores().merge(orphan, LedgerData.with(orphan, "1", "r", KaspiOrderStatus.PAID), intent)).isFalse();
		assertThat(find("1")).isEqualTo(orphan);
	}

	@Test
	default void mergesNothingIfTheOrderHasChanged() {
		LedgerEntry intent = LedgerData.intent("r");
		LedgerEntry orphan = LedgerData.orphan("1");
		stores().insert(intent);
		stores().insert(orphan);
		LedgerEntry changed = LedgerData.with(orphan, KaspiOrderStatus.INIT);
		stores().update(orphan, changed);
		assertMergesNothing(orphan, intent, changed, intent);
	}

	@Test
	default void mergesNothingIfTheReferenceIsAnothers() {
		LedgerEntry intent = LedgerData.intent("r");
		LedgerEntry orphan = LedgerData.orphan("1");
		LedgerEntry other = LedgerData.entry("2", "taken", KaspiOrderStatus.INIT, null);
		List.of(intent, orphan, other).forEach(stores()::insert);
		assertThat(stores().merge(orphan, LedgerData.with(orphan, "1", "taken", KaspiOrderStatus.PAID), intent,
				LedgerData.paid("1")))
			.isFalse();
		assertThat(find("1")).isEqualTo(orphan);
		assertThat(find("2")).isEqualTo(other);
		assertThat(stores().ledger().findByWireReference("r")).isEqualTo(intent);
		assertThat(deliveries().all()).isEmpty();
	}

	private void assertMergesNothing(LedgerEntry orphan, LedgerEntry intent, LedgerEntry order, LedgerEntry other) {
		LedgerEntry after = LedgerData.with(orphan, "1", "r", KaspiOrderStatus.PAID);
		assertThat(stores().merge(orphan, after, intent, LedgerData.paid("1"))).isFalse();
		assertThat(find("1")).isEqualTo(order);
		assertThat(stores().ledger().findByWireReference("r")).isEqualTo(other);
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	default void letsOneOfManyWritersWin() throws Exception {
		LedgerEntry intent = LedgerData.intent("r");
		assertThat(Deliveries.together(6, () -> stores().insert(intent))).containsOnlyOnce(true);
		LedgerEntry order = LedgerData.with(intent, "1", "r", KaspiOrderStatus.PAID);
		assertThat(Deliveries.together(6, () -> stores().update(intent, order, LedgerData.paid("1"))))
			.containsOnlyOnce(true);
		assertThat(deliveries().all()).containsExactly(LedgerData.paid("1"));
	}

	@Test
	default void letsOneOfManyMerge() throws Exception {
		LedgerEntry intent = LedgerData.intent("r");
		LedgerEntry orphan = LedgerData.orphan("1");
		stores().insert(intent);
		stores().insert(orphan);
		LedgerEntry merged = LedgerData.with(orphan, "1", "r", KaspiOrderStatus.PAID);
		LedgerEntry created = LedgerData.with(intent, "2", "r", KaspiOrderStatus.INIT);
		assertThat(Deliveries.together(List.of(() -> stores().merge(orphan, merged, intent),
				() -> stores().merge(orphan, merged, intent), () -> stores().update(intent, created))))
			.containsOnlyOnce(true);
		assertThat(stores().ledger().findByReference("r")).hasSize(1);
	}

	@Test
	default void refusesASecondPaidAttempt() {
		LedgerEntry first = LedgerData.attempt(1, "1", "r", KaspiOrderStatus.INIT);
		LedgerEntry second = LedgerData.attempt(2, "2", "r", KaspiOrderStatus.INIT);
		stores().insert(first);
		stores().insert(second);
		LedgerEntry paid = LedgerData.with(first, KaspiOrderStatus.PAID);
		assertThat(stores().updateAsOnlyPaid(first, paid)).isTrue();
		assertThat(
				stores().updateAsOnlyPaid(second, LedgerData.with(second, KaspiOrderStatus.PAID), LedgerData.paid("2")))
			.isFalse();
		assertThat(find("2")).isEqualTo(second);
		assertThat(deliveries().all()).isEmpty();
		LedgerEntry third = LedgerData.attempt(3, "3", "r", KaspiOrderStatus.PAID);
		assertThat(stores().ledger()
			.write(new LedgerChange(null, third, List.of(), false, null, null, null, true, null, null))).isFalse();
		LedgerEntry partly = LedgerData.with(paid, KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(stores().updateAsOnlyPaid(paid, partly)).as("its own payment").isTrue();
		LedgerEntry refunded = LedgerData.with(partly, KaspiOrderStatus.REFUNDED);
		assertThat(stores().updateAsOnlyPaid(partly, refunded)).isTrue();
		assertThat(stores().updateAsOnlyPaid(second, LedgerData.with(second, KaspiOrderStatus.PAID)))
			.as("what the first paid is given back")
			.isTrue();
	}

	@Test
	default void letsOneOfTwoPaymentsAtOnceWin() throws Exception {
		for (int round = 0; round < 40; round++) {
			String reference = "r" + round;
			LedgerEntry first = LedgerData.attempt(1, "first" + round, reference, KaspiOrderStatus.INIT);
			LedgerEntry second = LedgerData.attempt(2, "second" + round, reference, KaspiOrderStatus.INIT);
			LedgerEntry third = LedgerData.attempt(3, "third" + round, reference, KaspiOrderStatus.PAID);
			stores().insert(first);
			stores().insert(second);
			LedgerChange inserted = new LedgerChange(null, third, List.of(), false, null, null, null, true, null, null);
			assertThat(Deliveries
				.together(List.of(() -> stores().updateAsOnlyPaid(first, LedgerData.with(first, KaspiOrderStatus.PAID)),
						() -> stores().updateAsOnlyPaid(second, LedgerData.with(second, KaspiOrderStatus.PAID)),
						() -> stores().ledger().write(inserted))))
				.containsOnlyOnce(true);
			assertThat(stores().ledger().findByReference(reference)).filteredOn((entry) -> entry.order().isPaid())
				.hasSize(1);
		}
	}

}
