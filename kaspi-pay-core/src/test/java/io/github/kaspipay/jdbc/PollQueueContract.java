/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every poll queue does.
 */
interface PollQueueContract extends StoresContract {

	@Test
	default void claimsNothingFromAnEmptyQueue() {
		for (ClaimOrder order : ClaimOrder.values()) {
			assertThat(claim(order, 10)).isEmpty();
		}
		assertThat(stores().polls().hasDue()).isFalse();
	}

	@Test
	default void claimsTheLongestDueFirst() {
		stores().insert(LedgerData.due("never", null));
		stores().insert(LedgerData.due("later", LedgerData.START.plusMillis(1)));
		stores().insert(LedgerData.due("now", LedgerData.START));
		stores().insert(LedgerData.due("long", LedgerData.START.minusSeconds(9)));
		stores().insert(LedgerData.due("short", LedgerData.START.minusSeconds(3)));
		assertThat(claim(ClaimOrder.OVERDUE, 2)).containsExactly("long", "short");
		assertThat(claim(ClaimOrder.OVERDUE, 2)).containsExactly("now");
		assertThat(claim(ClaimOrder.OVERDUE, 2)).isEmpty();
		clock().advance(Duration.ofMillis(1));
		assertThat(claim(ClaimOrder.OVERDUE, 2)).containsExactly("later");
	}

	@Test
	default void leavesOutOfTheRecentWhatIsDueForLong() {
		stores().insert(LedgerData.due("long", LedgerData.START.minus(PollQueue.RECENT).minusMillis(1)));
		stores().insert(LedgerData.due("recent", LedgerData.START.minus(PollQueue.RECENT)));
		stores().insert(LedgerData.due("now", LedgerData.START));
		assertThat(claim(ClaimOrder.RECENT, 9)).containsExactly("recent", "now");
		assertThat(claim(ClaimOrder.RECENT, 9)).isEmpty();
		assertThat(claim(ClaimOrder.OVERDUE, 9)).containsExactly("long");
	}

	@Test
	default void movesAnOrderToTheHead() {
		stores().insert(LedgerData.due("later", LedgerData.START.plusSeconds(60)));
		stores().insert(LedgerData.due("never", null));
		stores().insert(LedgerData.due("long", LedgerData.START.minusSeconds(9)));
		LedgerEntry before = find("later");
		for (String orderId : List.of("later", "never", "unknown")) {
			stores().polls().expedite(orderId);
		}
		assertThat(find("later").expedited()).isTrue();
		assertThat(find("later").nextPollAt()).isEqualTo(LedgerData.START);
		assertThat(find("never").expedited()).isFalse();
		assertThat(find("never").nextPollAt()).isNull();
		assertThat(find("long").expedited()).isFalse();
		assertThat(stores().polls().hasDue()).isTrue();
		assertThat(claim(ClaimOrder.EXPEDITED, 9)).containsExactly("later");
		assertThat(claim(ClaimOrder.EXPEDITED, 9)).isEmpty();
		assertThat(find("later").expedited()).isFalse();
		assertThat(claim(ClaimOrder.OVERDUE, 9)).containsExactly("long");
		assertThat(stores().update(before, before)).as("claimed since").isFalse();
	}

	@Test
	default void whoWasExpeditedEarlierComesFirst() {
		stores().insert(LedgerData.due("1", LedgerData.START));
		stores().insert(LedgerData.due("2", LedgerData.START));
		stores().polls().expedite("2");
		clock().advance(Duration.ofSeconds(1));
		stores().polls().expedite("1");
		clock().advance(Duration.ofSeconds(1));
		stores().polls().expedite("2");
		assertThat(claim(ClaimOrder.EXPEDITED, 1)).containsExactly("2");
		assertThat(claim(ClaimOrder.EXPEDITED, 1)).containsExactly("1");
	}

	/**
	 * Once expedited an order stays so until it is polled, whatever else is written of it
	 * meanwhile, and does not overtake others.
	 */
	@Test
	default void anExpeditedOrderKeepsItsPlaceWhenItChanges() {
		stores().insert(LedgerData.due("1", LedgerData.START));
		stores().insert(LedgerData.due("2", LedgerData.START.minusSeconds(60)));
		LedgerEntry readBefore = find("2");
		stores().polls().expedite("1");
		clock().advance(Duration.ofSeconds(1));
		stores().polls().expedite("2");
		assertThat(stores().update(readBefore, LedgerData.with(readBefore, new KaspiOrderStatus("ON_HOLD")))).isTrue();
		assertThat(find("2").expedited()).isTrue();
		LedgerEntry readAfter = find("2");
		assertThat(stores().update(readAfter, LedgerData.with(readAfter, KaspiOrderStatus.INIT))).isTrue();
		assertThat(claim(ClaimOrder.EXPEDITED, 9)).containsExactly("1", "2");
	}

	@Test
	default void anOrderThatIsNotPolledAnyMoreIsNotExpedited() {
		stores().insert(LedgerData.due("1", LedgerData.START));
		stores().polls().expedite("1");
		LedgerEntry before = find("1");
		LedgerEntry after = LedgerData.entry("1", null, KaspiOrderStatus.PAID, null);
		assertThat(stores().update(before, after)).isTrue();
		assertThat(find("1").expedited()).isFalse();
		assertThat(claim(ClaimOrder.EXPEDITED, 9)).isEmpty();
		assertThat(claim(ClaimOrder.OVERDUE, 9)).isEmpty();
	}

	@Test
	default void knowsWhetherAnOrderIsDue() {
		stores().insert(LedgerData.due("never", null));
		stores().insert(LedgerData.due("later", LedgerData.START.plusMillis(1)));
		assertThat(stores().polls().hasDue()).isFalse();
		clock().advance(Duration.ofMillis(1));
		assertThat(stores().polls().hasDue()).isTrue();
		claim(ClaimOrder.OVERDUE, 1);
		assertThat(stores().polls().hasDue()).isFalse();
	}

	@Test
	default void putsOffWhatItClaimed() {
		stores().insert(LedgerData.due("1", LedgerData.START));
		List<LedgerEntry> claimed = stores().polls().claimDue(ClaimOrder.OVERDUE, 1, (entry) -> Duration.ofSeconds(30));
		assertThat(claimed).containsExactly(find("1"));
		assertThat(find("1").nextPollAt()).isEqualTo(LedgerData.START.plusSeconds(30));
		assertThat(claim(ClaimOrder.OVERDUE, 1)).isEmpty();
		clock().advance(Duration.ofSeconds(30));
		assertThat(claim(ClaimOrder.OVERDUE, 1)).containsExactly("1");
		clock().advance(Duration.ofDays(9));
		assertThat(find("1").nextPollAt()).isNull();
		assertThat(claim(ClaimOrder.OVERDUE, 1)).isEmpty();
	}

	@Test
	default void tellsThePauseWhetherTheOrderWasExpedited() {
		stores().insert(LedgerData.due("1", LedgerData.START));
		stores().polls().expedite("1");
		assertThat(stores().polls()
			.claimDue(ClaimOrder.EXPEDITED, 1,
					(entry) -> entry.expedited() ? Duration.ofSeconds(3) : Duration.ofSeconds(30)))
			.containsExactly(find("1"));
		assertThat(find("1").nextPollAt()).isEqualTo(LedgerData.START.plusSeconds(3));
	}

	@Test
	default void claimsAnOrderWithItsRefunds() {
		LedgerEntry entry = LedgerData.due("1", LedgerData.START);
		stores().insert(LedgerData.with(entry, LedgerData.refund("a", "key", "0.01", KaspiRefundState.IN_DOUBT, null)));
		assertThat(stores().polls().claimDue(ClaimOrder.OVERDUE, 1, (claimed) -> {
			assertThat(claimed.pendingRefund()).isNotNull();
			return Duration.ofSeconds(1);
		})).containsExactly(find("1"));
	}

	@Test
	default void refusesWhatWasReadBeforeAClaim() {
		LedgerEntry before = LedgerData.due("1", LedgerData.START);
		stores().insert(before);
		LedgerEntry claimed = stores().polls()
			.claimDue(ClaimOrder.OVERDUE, 1, (entry) -> Duration.ofSeconds(30))
			.get(0);
		assertThat(stores().update(before, LedgerData.with(before, KaspiOrderStatus.PAID))).isFalse();
		assertThat(stores().update(claimed, LedgerData.with(claimed, KaspiOrderStatus.PAID))).isTrue();
	}

	@Test
	default void givesEachDueOrderToOneOfManyClaimers() throws Exception {
		for (int i = 0; i < 100; i++) {
			stores().insert(LedgerData.due("o" + i, LedgerData.START.minusMillis(i)));
			if (i % 3 == 0) {
				stores().polls().expedite("o" + i);
			}
		}
		Queue<String> claimed = new ConcurrentLinkedQueue<>();
		Deliveries.together(6, () -> {
			boolean more = true;
			while (more) {
				more = false;
				for (ClaimOrder order : ClaimOrder.values()) {
					List<LedgerEntry> due = stores().polls().claimDue(order, 7, (entry) -> Duration.ofMinutes(1));
					claimed.addAll(StoresContract.ids(due));
					more |= !due.isEmpty();
				}
			}
			return true;
		});
		claimed.addAll(claim(ClaimOrder.OVERDUE, 100));
		assertThat(claimed).hasSize(100).doesNotHaveDuplicates();
	}

	private List<String> claim(ClaimOrder order, int max) {
		return StoresContract.ids(stores().polls().claimDue(order, max, (entry) -> null));
	}

}
