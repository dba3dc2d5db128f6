/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.kaspipay.jdbc.JdbcPollQueue;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.PollQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queue of polls, which tells whose polls are under way.
 */
class CrashPollQueue implements PollQueue {

	private final PollQueue polls;

	private final FaultPoints faults;

	CrashPollQueue(JdbcPollQueue polls, FaultPoints faults) {
		this.polls = polls;
		this.faults = faults;
	}

	@Override
	public boolean hasDue() {
		return this.polls.hasDue();
	}

	@Override
	public List<LedgerEntry> claimDue(ClaimOrder order, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		List<LedgerEntry> claimed = this.polls.claimDue(order, max, pause);
		claimed.forEach((entry) -> this.faults.read(entry.order().orderId(), entry.order().reference()));
		return claimed;
	}

	@Override
	public void expedite(String orderId) {
		this.polls.expedite(orderId);
	}

}
