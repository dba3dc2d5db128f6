/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How every store looks orders up for a back office.
 */
interface KaspiOrdersContract extends StoresContract {

	@Test
	default void findsNoOrders() {
		assertThat(find(KaspiOrderQuery.all())).isEqualTo(new KaspiOrderPage(List.of(), null));
	}

	@Test
	default void findsOrdersByWhatTheyHaveInCommon() {
		stores().insert(LedgerData.entry(LedgerData.flagged("open", KaspiOrderStatus.INIT, false, false)));
		stores().insert(LedgerData.entry(LedgerData.flagged("odd", new KaspiOrderStatus("ON_HOLD"), false, false)));
		stores().insert(LedgerData.entry(LedgerData.flagged("disputed", KaspiOrderStatus.PAID, true, false)));
		stores()
			.insert(LedgerData.with(LedgerData.entry(LedgerData.flagged("refund", KaspiOrderStatus.PAID, false, true)),
					LedgerData.refund("a", "key", "1", KaspiRefundState.IN_DOUBT, null)));
		stores().insert(LedgerData.entry(LedgerData.flagged("expired", KaspiOrderStatus.EXPIRED, false, false)));
		LedgerEntry intent = LedgerData.intent("r");
		stores().insert(intent);
		assertThat(ids(KaspiOrderQuery.all())).containsExactly("", "expired", "refund", "disputed", "odd", "open");
		assertThat(ids(KaspiOrderQuery.open())).containsExactly("", "odd", "open");
		assertThat(ids(KaspiOrderQuery.disputed())).containsExactly("disputed");
		assertThat(ids(KaspiOrderQuery.refundInDoubt())).containsExactly("refund");
		assertThat(ids(KaspiOrderQuery.withStatus(KaspiOrderStatus.PAID))).containsExactly("refund", "disputed");
		assertThat(ids(KaspiOrderQuery.withStatus(new KaspiOrderStatus("ON_HOLD")))).containsExactly("odd");
		assertThat(ids(KaspiOrderQuery.withStatus(KaspiOrderStatus.CANCELLED))).isEmpty();
		assertThat(find(KaspiOrderQuery.open()).orders()).first().isEqualTo(intent.order());
	}

	@Test
	default void findsAllThatIsKnownOfAnOrder() {
		KaspiOrder order = new KaspiOrder("1", "счёт", KaspiOrderStatus.PAID, LedgerData.AMOUNT, LedgerData.AMOUNT,
				"qr", null, LedgerData.START, LedgerData.START, LedgerData.START, false, null, null, false, false,
				Map.of("cart", "корзина"));
		stores().insert(LedgerData.entry(order));
		assertThat(find(KaspiOrderQuery.all()).orders()).containsExactly(order);
	}

	@Test
	default void tellsWhereTheNextPageBegins() {
		for (int i = 0; i < 10; i++) {
			stores().insert(LedgerData.recorded("o" + i, KaspiOrderStatus.INIT, LedgerData.START.plusMillis(i)));
		}
		KaspiOrderQuery query = KaspiOrderQuery.open().limit(5);
		KaspiOrderPage first = find(query);
		assertThat(first.orders()).extracting(KaspiOrder::orderId).containsExactly("o9", "o8", "o7", "o6", "o5");
		assertThat(first.next()).isNotNull();
		KaspiOrderPage second = find(query.after(first.next()));
		assertThat(second.orders()).extracting(KaspiOrder::orderId).containsExactly("o4", "o3", "o2", "o1", "o0");
		assertThat(second.next()).as("the last page, though it is full").isNull();
		assertThat(find(query.limit(10)).next()).isNull();
		assertThat(find(query.limit(9)).next()).isNotNull();
	}

	@Test
	default void pagesThroughOrdersOfTheSameTime() {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			stores().insert(LedgerData.recorded("o" + i, KaspiOrderStatus.PAID, LedgerData.START.plusMillis(i / 10)));
			expected.add(0, "o" + i);
		}
		for (KaspiOrderQuery query : List.of(KaspiOrderQuery.all(),
				KaspiOrderQuery.withStatus(KaspiOrderStatus.PAID))) {
			for (int limit : List.of(1, 3, 10, 25)) {
				assertThat(idsOfAllPages(query.limit(limit))).containsExactlyElementsOf(expected);
			}
		}
	}

	@Test
	default void keepsThePlaceWhileOrdersArriveAndChange() {
		for (int i = 0; i < 9; i++) {
			stores().insert(LedgerData.recorded("o" + i, KaspiOrderStatus.INIT, LedgerData.START.plusMillis(i)));
		}
		KaspiOrderQuery query = KaspiOrderQuery.open().limit(3);
		KaspiOrderPage first = find(query);
		assertThat(first.orders()).extracting(KaspiOrder::orderId).containsExactly("o8", "o7", "o6");
		stores().insert(LedgerData.recorded("new", KaspiOrderStatus.INIT, LedgerData.START.plusMillis(99)));
		pay("o8");
		pay("o6");
		pay("o4");
		KaspiOrderPage second = find(query.after(first.next()));
		assertThat(second.orders()).extracting(KaspiOrder::orderId).containsExactly("o5", "o3", "o2");
		stores().ledger().delete(find("o2"));
		KaspiOrderPage third = find(query.after(second.next()));
		assertThat(third.orders()).extracting(KaspiOrder::orderId).containsExactly("o1", "o0");
		assertThat(third.next()).isNull();
		assertThat(ids(KaspiOrderQuery.withStatus(KaspiOrderStatus.PAID))).containsExactly("o8", "o6", "o4");
		assertThat(ids(KaspiOrderQuery.all().limit(2))).containsExactly("new", "o8");
	}

	@Test
	default void findsOrdersBetweenTimes() {
		for (int i = 0; i < 9; i++) {
			stores().insert(LedgerData.recorded("o" + i, KaspiOrderStatus.PAID, LedgerData.START.plusMillis(i)));
		}
		Instant from = LedgerData.START.plusMillis(2);
		Instant to = LedgerData.START.plusMillis(5);
		for (KaspiOrderQuery query : List.of(KaspiOrderQuery.all(),
				KaspiOrderQuery.withStatus(KaspiOrderStatus.PAID))) {
			assertThat(ids(query.between(from, to))).containsExactly("o4", "o3", "o2");
			assertThat(ids(query.between(from, null).limit(1000))).containsExactly("o8", "o7", "o6", "o5", "o4", "o3",
					"o2");
			assertThat(ids(query.between(null, to))).containsExactly("o4", "o3", "o2", "o1", "o0");
			assertThat(ids(query.between(to, from))).isEmpty();
			assertThat(ids(query.between(from, from))).isEmpty();
			assertThat(idsOfAllPages(query.between(from, to).limit(2))).containsExactly("o4", "o3", "o2");
		}
	}

	@Test
	default void doesNotChangeAnOrdersPlaceWhenItIsPolled() {
		stores().insert(LedgerData.due("1", LedgerData.START));
		stores().insert(LedgerData.due("2", LedgerData.START));
		stores().polls().expedite("1");
		stores().polls().claimDue(ClaimOrder.EXPEDITED, 1, (entry) -> Duration.ofSeconds(1));
		assertThat(ids(KaspiOrderQuery.open())).containsExactly("2", "1");
	}

	private void pay(String orderId) {
		LedgerEntry entry = find(orderId);
		assertThat(stores().update(entry, LedgerData.with(entry, KaspiOrderStatus.PAID))).isTrue();
	}

	private KaspiOrderPage find(KaspiOrderQuery query) {
		return stores().orders().find(query);
	}

	private List<String> ids(KaspiOrderQuery query) {
		return find(query).orders().stream().map(KaspiOrder::orderId).toList();
	}

	private List<String> idsOfAllPages(KaspiOrderQuery query) {
		List<String> ids = new ArrayList<>();
		KaspiOrderPage page = find(query);
		page.orders().forEach((order) -> ids.add(order.orderId()));
		while (page.next() != null) {
			page = find(query.after(page.next()));
			assertThat(page.orders()).isNotEmpty();
			page.orders().forEach((order) -> ids.add(order.orderId()));
		}
		return ids;
	}

}
