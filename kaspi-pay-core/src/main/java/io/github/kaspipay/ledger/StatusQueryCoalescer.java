/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.concurrent.Pause;
import io.github.kaspipay.ledger.LatestQueries.Query;
import io.github.kaspipay.ledger.LatestQueries.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single flight for status queries: callers who want to know about the same order at the
 * same time share one query, in one instance and among instances. A caller's next query
 * is a new one, for the first few in a row; beyond these, the latest one stands for it
 * until it is a few seconds old.
 */
final class StatusQueryCoalescer {

	private static final Logger logger = LoggerFactory.getLogger(StatusQueryCoalescer.class);

	private static final Duration PAUSE = Duration.ofMillis(50);

	/**
	 * Beyond this no query has time left.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private final QueryLeases leases;

	private final String owner = UUID.randomUUID().toString();

	private final LatestQueries latest;

	StatusQueryCoalescer(QueryLeases leases) {
		this(leases, System::nanoTime);
	}

	StatusQueryCoalescer(QueryLeases leases, LongSupplier nanoTime) {
		this.leases = leases;
		this.latest = new LatestQueries(nanoTime);
	}

	/**
	 * Asks, or takes over what another caller was told.
	 * @param query asks Kaspi Pay, and puts the answer into the ledger
	 * @param read reads what the ledger has
	 */
	LedgerEntry ask(String orderId, Supplier<LedgerEntry> query, Supplier<LedgerEntry> read) {
		while (true) {
			Turn turn = this.latest.next(orderId);
			if (turn.own()) {
				return turn.query().answer().lead(() -> askWithLease(orderId, turn.query(), query, read));
			}
			boolean known = turn.query().answer().isDone();
			Optional<LedgerEntry> answer = turn.query()
				.answer()
				.join("the answer about order '" + orderId + "'", LONGEST_WAIT, (failure) -> failed(orderId, failure));
			if (answer.isPresent()) {
				return known ? read.get() : answer.get();
			}
		}
	}

	private LedgerEntry askWithLease(String orderId, Query own, Supplier<LedgerEntry> query,
			Supplier<LedgerEntry> read) {
		while (true) {
			QueryLease lease = this.leases.acquire(orderId, this.owner, own.sharedFor());
			if (lease == QueryLease.ANSWERED) {
				return read.get();
			}
			if (lease == QueryLease.ACQUIRED) {
				return ask(orderId, own, query);
			}
			Pause.of(PAUSE, (ex) -> new KaspiConnectionException(
					"Interrupted while waiting for the answer about order '" + orderId + "'", ex));
		}
	}

	private LedgerEntry ask(String orderId, Query own, Supplier<LedgerEntry> query) {
		boolean answered = false;
		try {
			LedgerEntry entry = query.get();
			answered = true;
			return entry;
		}
		finally {
			release(orderId, own, answered);
		}
	}

	/**
	 * A lease that a later query of this instance has taken over is left to it. One that
	 * cannot be released ends by itself a moment later, and what was heard is worth more.
	 */
	private void release(String orderId, Query own, boolean answered) {
		if (!this.latest.isLatest(orderId, own)) {
			return;
		}
		try {
			this.leases.release(orderId, this.owner, answered);
		}
		catch (Exception ex) {
			logger.warn("The lease to query order '{}' could not be released; other instances wait until it ends",
					orderId, ex);
		}
	}

	private static IllegalStateException failed(String orderId, Throwable failure) {
		return new IllegalStateException("Another caller's query about order '" + orderId + "' failed", failure);
	}

}
