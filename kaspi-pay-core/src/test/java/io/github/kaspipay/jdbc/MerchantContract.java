/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerFigures;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.ParkedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of several merchants each has its own entries, whatever the other ones have; their
 * events are delivered together.
 */
interface MerchantContract extends StoresContract {

	/**
	 * Returns the stores of another merchant, in the same place.
	 */
	default Stores shop() {
		return stores().forMerchant("shop");
	}

	@Test
	default void storesSayWhoseTheyAre() {
		assertThat(List.of(stores(), shop())).extracting(Stores::ledger)
			.extracting(LedgerStore::merchant)
			.containsExactly("", "shop");
	}

	@Test
	default void seesNoEntryOfAnother() {
		stores().insert(LedgerData.open("1"));
		assertThat(shop().ledger().findByOrderId("1")).isNull();
		assertThat(shop().ledger().findByReference("ref-1")).isEmpty();
		assertThat(shop().ledger().findByWireReference("ref-1")).isNull();
		assertThat(shop().orders().find(KaspiOrderQuery.all()).orders()).isEmpty();
	}

	@Test
	default void sameOrderAndReferenceMayBeInBoth() {
		LedgerEntry entry = LedgerData.open("1");
		LedgerEntry ofShop = ofShop(entry);
		Stores shop = shop();
		assertThat(stores().insert(entry)).isTrue();
		assertThat(shop.insert(ofShop)).isTrue();
		assertThat(shop.insert(ofShop)).isFalse();
		LedgerEntry paid = LedgerData.with(ofShop, KaspiOrderStatus.PAID);
		assertThat(shop.update(ofShop, paid)).isTrue();
		assertThat(find("1")).isEqualTo(entry);
		assertThat(shop.ledger().findByOrderId("1")).isEqualTo(paid);
		stores().ledger().delete(entry);
		assertThat(stores().ledger().findByOrderId("1")).isNull();
		assertThat(shop.ledger().findByReference("ref-1")).containsExactly(paid);
		assertThat(shop.orders().find(KaspiOrderQuery.all()).orders()).containsExactly(paid.order());
	}

	@Test
	default void sameIntentMayBeInBoth() {
		Stores shop = shop();
		LedgerEntry intent = LedgerData.intent("cart");
		assertThat(stores().insert(intent)).isTrue();
		assertThat(shop.insert(ofShop(intent))).isTrue();
		assertThat(shop.update(ofShop(intent), LedgerData.with(ofShop(intent), "1", "cart", KaspiOrderStatus.INIT)))
			.isTrue();
		assertThat(stores().ledger().findByWireReference("cart")).isEqualTo(intent);
	}

	@Test
	default void paymentOfAnotherIsNoOtherAttempt() {
		Stores shop = shop();
		LedgerEntry paid = LedgerData.attempt(1, "1", "cart", KaspiOrderStatus.PAID);
		assertThat(stores().insert(paid)).isTrue();
		LedgerEntry first = ofShop(LedgerData.attempt(1, "1", "cart", KaspiOrderStatus.EXPIRED));
		LedgerEntry second = ofShop(LedgerData.attempt(2, "2", "cart", KaspiOrderStatus.INIT));
		assertThat(shop.insert(first)).isTrue();
		assertThat(shop.supersede(first, second)).isTrue();
		assertThat(shop.updateAsOnlyPaid(second, LedgerData.with(second, KaspiOrderStatus.PAID))).isTrue();
		assertThat(find("1")).isEqualTo(paid);
	}

	@Test
	default void refundsAreEachMerchantsOwn() {
		Stores shop = shop();
		LedgerEntry paid = LedgerData.entry("1", "cart", KaspiOrderStatus.PAID, null);
		LedgerEntry refunded = LedgerData.with(paid,
				LedgerData.refund("r1", "return-1", "5", KaspiRefundState.ACCEPTED, null));
		LedgerEntry ofShop = LedgerData.with(ofShop(paid),
				LedgerData.refund("r2", "return-1", "7", KaspiRefundState.INTENDED, null));
		stores().insert(paid);
		shop.insert(ofShop(paid));
		assertThat(stores().update(paid, refunded)).isTrue();
		assertThat(shop.update(ofShop(paid), ofShop)).isTrue();
		assertThat(find("1").refunds()).isEqualTo(refunded.refunds());
		assertThat(shop.ledger().findByOrderId("1")).isEqualTo(ofShop);
		shop.ledger().delete(ofShop);
		assertThat(find("1").refunds()).isEqualTo(refunded.refunds());
	}

	@Test
	default void pollsEachItsOwn() {
		Stores shop = shop();
		stores().insert(LedgerData.due("1", LedgerData.START.minusSeconds(9)));
		assertThat(shop.polls().hasDue()).isFalse();
		shop.insert(ofShop(LedgerData.due("1", LedgerData.START.plusSeconds(60))));
		assertThat(shop.polls().hasDue()).isFalse();
		stores().polls().expedite("1");
		for (ClaimOrder order : ClaimOrder.values()) {
			assertThat(claim(shop, order)).isEmpty();
		}
		shop.polls().expedite("1");
		assertThat(claim(shop, ClaimOrder.EXPEDITED)).containsExactly("1");
		assertThat(claim(stores(), ClaimOrder.EXPEDITED)).containsExactly("1");
	}

	@Test
	default void eventsOfTheSameOrderDoNotWaitForAnothers() {
		Stores shop = shop();
		KaspiOrderPaidEvent event = LedgerData.paid("1");
		KaspiOrderPaidEvent ofShop = new KaspiOrderPaidEvent("shop.1:PAID", "1", "ref-1", LedgerData.AMOUNT,
				LedgerData.START, event.source(), event.paidAt(), true, event.metadata(), "shop", null, null);
		stores().insert(LedgerData.open("1"), event);
		for (int i = 0; i < Deliveries.POLICY.maxAttempts(); i++) {
			deliveries().failNext();
			clock().advance(Duration.ofMinutes(1));
		}
		shop.insert(ofShop(LedgerData.open("1")), ofShop);
		LeasedEvent leased = deliveries().claimOne();
		assertThat(leased.event()).isEqualTo(ofShop);
		assertThat(deliveries().deliver(leased, (delivered) -> {
		}).called()).isTrue();
		assertThat(stores().outbox().redeliver(event.eventId())).isTrue();
		assertThat(deliveries().all()).containsExactly(event);
	}

	@Test
	default void parkedEventSaysWhose() {
		KaspiOrderPaidEvent event = LedgerData.paid("1");
		shop().insert(ofShop(LedgerData.open("1")),
				new KaspiOrderPaidEvent("shop.1:PAID", "1", "ref-1", LedgerData.AMOUNT, LedgerData.START,
						event.source(), event.paidAt(), true, event.metadata(), "shop", null, null));
		for (int i = 0; i < Deliveries.POLICY.maxAttempts(); i++) {
			deliveries().failNext();
			clock().advance(Duration.ofMinutes(1));
		}
		assertThat(stores().outbox().findParked(9)).singleElement().extracting(ParkedEvent::merchant).isEqualTo("shop");
	}

	@Test
	default void figuresAreEachMerchantsOwn() {
		Stores shop = shop();
		stores().insert(LedgerData.due("1", LedgerData.START.minusSeconds(9)),
				List.of(LedgerData.paid("1"), LedgerData.cancelled("2")), LedgerData.receipt("1"));
		stores().insert(LedgerData.entry(LedgerData.flagged("2", KaspiOrderStatus.PAID, true, true)));
		LedgerFigures nothing = new LedgerFigures(clock().instant(), 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, null,
				0);
		assertThat(shop.figures().read()).isEqualTo(nothing);
		assertThat(stores().figures().read().pendingEvents()).isEqualTo(2);
	}

	/**
	 * The entry as the ledger of the other merchant writes it.
	 */
	private static LedgerEntry ofShop(LedgerEntry entry) {
		KaspiOrder order = entry.order().ofMerchant("shop");
		return new LedgerEntry(order, entry.wireReference(), entry.attempt(), entry.superseded(), entry.refunds(),
				entry.unconfirmed(), entry.dispute(), entry.closedLocally(), entry.recordedAt(), entry.nextPollAt(),
				entry.expedited(), entry.version());
	}

	private static List<String> claim(Stores stores, ClaimOrder order) {
		return StoresContract.ids(stores.polls().claimDue(order, 9, (entry) -> Duration.ofMinutes(1)));
	}

}
