package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.github.kaspipay.MutableClock;
import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store does with entries.
 */
abstract class OrderStoreContract {

	final MutableClock clock = new MutableClock(LedgerData.START);

	abstract KaspiOrderStore store();

	@Test
	void findsNothingInAnEmptyStore() {
		assertThat(store().findByOrderId("1")).isNull();
		assertThat(store().findByReference("r")).isNull();
		assertThat(store().claimDue(10, (entry) -> null)).isEmpty();
	}

	@Test
	void keepsEveryField() {
		KaspiOrder order = new KaspiOrder("9_X-1", "счёт-№7-Қ-😀", new KaspiOrderStatus("ON_HOLD"),
				new BigDecimal("9999999999999.99"), new BigDecimal("0.01"),
				"https://pay.kaspi.kz/pay/ж" + "x".repeat(5000), URI.create("https://pay.kaspi.kz/pay/1?a=%D0%B6"),
				Instant.parse("2026-05-01T10:00:00Z"), Instant.parse("2026-05-01T10:30:00.001Z"),
				Instant.parse("2026-05-01T10:05:00.999Z"));
		LedgerEntry entry = new LedgerEntry(order,
				new PendingRefund("7a0c2a4e-4f0f-4c52-8c1e-2f9c1f0f6a4b", new BigDecimal("12.5"),
						Instant.parse("2026-05-02T00:00:00.5Z")),
				new LedgerEntry.Claim(KaspiOrderStatus.CANCELLED, LedgerData.START.plusMillis(7)), true,
				LedgerData.START, LedgerData.START.plusSeconds(30), 0);
		assertThat(store().insert(entry, List.of(), null)).isTrue();
		assertThat(store().findByOrderId("9_X-1")).isEqualTo(entry);
		assertThat(store().findByReference("счёт-№7-Қ-😀")).isEqualTo(entry);
	}

	@Test
	void keepsThatAFieldIsMissing() {
		LedgerEntry entry = LedgerData.entry("1", null, KaspiOrderStatus.INIT, null);
		store().insert(entry, List.of(), null);
		assertThat(store().findByOrderId("1")).isEqualTo(entry);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1500", "1500.00", "10000000000000", "0.0000000001", "99999999999999999999" })
	void keepsAmounts(String amount) {
		KaspiOrder order = new KaspiOrder("1", "r", KaspiOrderStatus.INIT, new BigDecimal(amount),
				new BigDecimal(amount), null, null, null, null, null);
		store().insert(new LedgerEntry(order, null, null, false, LedgerData.START, null, 0), List.of(), null);
		assertThat(find("1").order().amount()).isEqualByComparingTo(amount);
		assertThat(find("1").order().amount().scale()).isNotNegative();
		assertThat(find("1").order().refundedAmount()).isEqualByComparingTo(amount);
	}

	@Test
	void tellsIdsApartByCase() {
		store().insert(LedgerData.entry("a", "r", KaspiOrderStatus.INIT, null), List.of(), null);
		assertThat(store().insert(LedgerData.entry("A", "R", KaspiOrderStatus.PAID, null), List.of(), null)).isTrue();
		assertThat(find("a").order().status()).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(find("A").order().status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void refusesASecondEntryAndGoesOn() {
		store().insert(LedgerData.open("1"), List.of(), null);
		assertThat(store().insert(LedgerData.entry("1", "other", KaspiOrderStatus.PAID, null),
				List.of(LedgerData.paid("1")), null))
			.isFalse();
		assertThat(store().insert(LedgerData.entry("2", "ref-1", KaspiOrderStatus.PAID, null),
				List.of(LedgerData.paid("2")), null))
			.isFalse();
		assertThat(store().insert(LedgerData.intent("ref-1"), List.of(), null)).isFalse();
		assertThat(find("1")).isEqualTo(LedgerData.open("1"));
		assertThat(store().findByOrderId("2")).isNull();
		assertThat(store().findByReference("other")).isNull();
		assertThat(new Deliveries(store()).all()).isEmpty();
		assertThat(store().insert(LedgerData.open("2"), List.of(LedgerData.paid("2")), null)).isTrue();
		assertThat(new Deliveries(store()).all()).containsExactly(LedgerData.paid("2"));
	}

	@Test
	void holdsManyEntriesWithoutReference() {
		assertThat(store().insert(LedgerData.due("1", LedgerData.START), List.of(), null)).isTrue();
		assertThat(store().insert(LedgerData.due("2", LedgerData.START), List.of(), null)).isTrue();
		assertThat(store().insert(LedgerData.intent("a"), List.of(), null)).isTrue();
		assertThat(store().insert(LedgerData.intent("b"), List.of(), null)).isTrue();
	}

	@Test
	void updatesTheEntryThatWasRead() {
		LedgerEntry before = LedgerData.open("1");
		store().insert(before, List.of(), null);
		LedgerEntry paid = LedgerData.with(before, KaspiOrderStatus.PAID);
		assertThat(store().update(before, paid, List.of(LedgerData.paid("1")), null)).isTrue();
		assertThat(find("1")).isEqualTo(paid);
		LedgerEntry refunded = LedgerData.with(paid, KaspiOrderStatus.REFUNDED);
		assertThat(store().update(paid, refunded, List.of(), null)).isTrue();
		assertThat(find("1")).isEqualTo(refunded);
	}

	@Test
	void refusesAnUpdateOfWhatHasChanged() {
		LedgerEntry before = LedgerData.open("1");
		store().insert(before, List.of(), null);
		LedgerEntry cancelled = LedgerData.with(before, KaspiOrderStatus.CANCELLED);
		store().update(before, cancelled, List.of(), null);
		assertThat(store().update(before, LedgerData.with(before, KaspiOrderStatus.PAID), List.of(LedgerData.paid("1")),
				null))
			.isFalse();
		assertThat(find("1")).isEqualTo(cancelled);
		assertThat(new Deliveries(store()).all()).isEmpty();
	}

	@Test
	void refusesAnUpdateOfWhatIsNotThere() {
		LedgerEntry absent = LedgerData.open("1");
		assertThat(store().update(absent, LedgerData.with(absent, KaspiOrderStatus.PAID), List.of(LedgerData.paid("1")),
				null))
			.isFalse();
		assertThat(new Deliveries(store()).all()).isEmpty();
	}

	@Test
	void refusesAnUpdateToAnIdOrReferenceOfAnotherAndGoesOn() {
		LedgerEntry other = LedgerData.open("1");
		LedgerEntry intent = LedgerData.intent("r");
		store().insert(other, List.of(), null);
		store().insert(intent, List.of(), null);
		assertThat(store().update(intent, LedgerData.with(intent, "1", "r", KaspiOrderStatus.INIT),
				List.of(LedgerData.paid("1")), null))
			.isFalse();
		assertThat(store().update(intent, LedgerData.with(intent, "2", "ref-1", KaspiOrderStatus.INIT),
				List.of(LedgerData.paid("2")), null))
			.isFalse();
		assertThat(store().findByReference("r")).isEqualTo(intent);
		assertThat(find("1")).isEqualTo(other);
		assertThat(new Deliveries(store()).all()).isEmpty();
		assertThat(store().update(intent, LedgerData.with(intent, "2", "r", KaspiOrderStatus.INIT), List.of(), null))
			.isTrue();
	}

	@Test
	void turnsAnIntentIntoAnOrderOnce() {
		LedgerEntry intent = LedgerData.intent("r");
		store().insert(intent, List.of(), null);
		assertThat(Objects.requireNonNull(store().findByReference("r")).order().orderId()).isEmpty();
		LedgerEntry order = LedgerData.with(intent, "1", "r", KaspiOrderStatus.INIT);
		assertThat(store().update(intent, order, List.of(), null)).isTrue();
		assertThat(store().update(intent, LedgerData.with(intent, "2", "r", KaspiOrderStatus.INIT), List.of(), null))
			.isFalse();
		assertThat(find("1")).isEqualTo(order);
		assertThat(store().findByReference("r")).isEqualTo(order);
		assertThat(store().findByOrderId("2")).isNull();
	}

	@Test
	void deletesOnlyWhatWasRead() {
		LedgerEntry before = LedgerData.open("1");
		store().insert(before, List.of(), null);
		LedgerEntry after = LedgerData.with(before, KaspiOrderStatus.PAID);
		store().update(before, after, List.of(), null);
		store().delete(before);
		assertThat(find("1")).isEqualTo(after);
		store().delete(after);
		assertThat(store().findByOrderId("1")).isNull();
		assertThat(store().findByReference("ref-1")).isNull();
		assertThat(store().insert(before, List.of(), null)).isTrue();
	}

	@Test
	void deletesAnIntentButNotTheOrderItBecame() {
		LedgerEntry intent = LedgerData.intent("r");
		store().insert(intent, List.of(), null);
		store().delete(intent);
		assertThat(store().findByReference("r")).isNull();
		store().insert(intent, List.of(), null);
		store().update(intent, LedgerData.with(intent, "1", "r", KaspiOrderStatus.INIT), List.of(), null);
		store().delete(intent);
		assertThat(store().findByOrderId("1")).isNotNull();
	}

	@Test
	void claimsTheLongestDueFirst() {
		store().insert(LedgerData.due("never", null), List.of(), null);
		store().insert(LedgerData.due("later", LedgerData.START.plusMillis(1)), List.of(), null);
		store().insert(LedgerData.due("now", LedgerData.START), List.of(), null);
		store().insert(LedgerData.due("long", LedgerData.START.minusSeconds(9)), List.of(), null);
		store().insert(LedgerData.due("short", LedgerData.START.minusSeconds(3)), List.of(), null);
		assertThat(claim(2)).containsExactly("long", "short");
		assertThat(claim(2)).containsExactly("now");
		assertThat(claim(2)).isEmpty();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(claim(2)).containsExactly("later");
	}

	@Test
	void leavesOutWhatWasDueBefore() {
		store().insert(LedgerData.due("long", LedgerData.START.minusSeconds(9)), List.of(), null);
		store().insert(LedgerData.due("short", LedgerData.START.minusSeconds(3)), List.of(), null);
		store().insert(LedgerData.due("now", LedgerData.START), List.of(), null);
		Instant since = LedgerData.START.minusSeconds(3);
		assertThat(store().claimDue(since, 9, (entry) -> null)).extracting((entry) -> entry.order().orderId())
			.containsExactly("short", "now");
		assertThat(store().claimDue(since, 9, (entry) -> null)).isEmpty();
		assertThat(store().claimDue(LedgerData.START.plusSeconds(1), 9, (entry) -> null)).isEmpty();
		assertThat(claim(9)).containsExactly("long");
	}

	@Test
	void hasAnOrderAskedFirst() {
		store().insert(LedgerData.due("later", LedgerData.START.plusSeconds(60)), List.of(), null);
		store().insert(LedgerData.due("never", null), List.of(), null);
		store().insert(LedgerData.due("long", LedgerData.START.minusSeconds(9)), List.of(), null);
		LedgerEntry before = find("later");
		for (String orderId : List.of("later", "never", "unknown")) {
			store().askFirst(orderId);
		}
		assertThat(find("later").nextPollAt()).isEqualTo(LedgerEntry.first(LedgerData.START));
		assertThat(find("never").nextPollAt()).isNull();
		assertThat(store().claimDue(LedgerEntry.NOT_FIRST, 9, (entry) -> Duration.ZERO))
			.extracting((entry) -> entry.order().orderId())
			.containsExactly("long");
		assertThat(claim(9)).containsExactly("later", "long");
		assertThat(store().update(before, before, List.of(), null)).as("claimed since").isFalse();
	}

	@Test
	void whoWasToBeAskedFirstEarlierComesFirst() {
		store().insert(LedgerData.due("1", LedgerData.START), List.of(), null);
		store().insert(LedgerData.due("2", LedgerData.START), List.of(), null);
		store().askFirst("2");
		this.clock.advance(Duration.ofSeconds(1));
		store().askFirst("1");
		this.clock.advance(Duration.ofSeconds(1));
		store().askFirst("2");
		assertThat(claim(1)).containsExactly("2");
		assertThat(claim(1)).containsExactly("1");
	}

	@Test
	void knowsWhetherAnOrderIsDue() {
		store().insert(LedgerData.due("never", null), List.of(), null);
		store().insert(LedgerData.due("later", LedgerData.START.plusMillis(1)), List.of(), null);
		assertThat(store().hasDue()).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(store().hasDue()).isTrue();
		claim(1);
		assertThat(store().hasDue()).isFalse();
	}

	@Test
	void putsOffWhatItClaimed() {
		store().insert(LedgerData.due("1", LedgerData.START), List.of(), null);
		List<LedgerEntry> claimed = store().claimDue(1, (entry) -> Duration.ofSeconds(30));
		assertThat(claimed).containsExactly(find("1"));
		assertThat(find("1").nextPollAt()).isEqualTo(LedgerData.START.plusSeconds(30));
		assertThat(claim(1)).isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(claim(1)).containsExactly("1");
		this.clock.advance(Duration.ofDays(9));
		assertThat(find("1").nextPollAt()).isNull();
		assertThat(claim(1)).isEmpty();
	}

	@Test
	void refusesWhatWasReadBeforeAClaim() {
		LedgerEntry before = LedgerData.due("1", LedgerData.START);
		store().insert(before, List.of(), null);
		LedgerEntry claimed = store().claimDue(1, (entry) -> Duration.ofSeconds(30)).get(0);
		assertThat(store().update(before, LedgerData.with(before, KaspiOrderStatus.PAID), List.of(), null)).isFalse();
		assertThat(store().update(claimed, LedgerData.with(claimed, KaspiOrderStatus.PAID), List.of(), null)).isTrue();
	}

	private List<String> claim(int max) {
		return store().claimDue(max, (entry) -> null).stream().map((entry) -> entry.order().orderId()).toList();
	}

	final LedgerEntry find(String orderId) {
		return Objects.requireNonNull(store().findByOrderId(orderId));
	}

}
