/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.PollQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * A merchant's poll queue in a database, which all instances of the application share.
 * Thread-safe. Internal: it may change in any release.
 */
public class JdbcPollQueue implements PollQueue {

	/**
	 * Ordered, or a plan for any value reads the whole table.
	 */
	static final String HAS_DUE = """
			SELECT 1 FROM @@prefix@@order WHERE merchant = :merchant AND next_poll_at <= :now
			ORDER BY next_poll_at LIMIT 1
			""";

	static final String CLAIM_DUE = JdbcLedgerStore.SELECT
			+ "next_poll_at BETWEEN :since AND :now ORDER BY next_poll_at LIMIT :max FOR UPDATE SKIP LOCKED";

	static final String CLAIM_EXPEDITED = JdbcLedgerStore.SELECT
			+ "expedited_at <= :now ORDER BY expedited_at LIMIT :max FOR UPDATE SKIP LOCKED";

	private static final String POSTPONE = """
			UPDATE @@prefix@@order SET next_poll_at = :next, expedited_at = NULL, version = version + 1 WHERE id = :id
			""";

	/**
	 * Says that the order is polled at all in a way that has it looked up by its id, and
	 * not among all that are polled.
	 */
	private static final String EXPEDITE = """
			UPDATE @@prefix@@order SET expedited_at = :now, next_poll_at = LEAST(next_poll_at, :now)
			WHERE merchant = :merchant AND order_id = :order_id AND COALESCE(next_poll_at, -1) >= 0 AND expedited_at IS NULL
			""";

	private static final Logger logger = LoggerFactory.getLogger(JdbcPollQueue.class);

	private static final Duration UNREADABLE_PAUSE = Duration.ofHours(1);

	private final LedgerDatabase database;

	private final JdbcLedgerStore store;

	/**
	 * Creates the queue.
	 * @param database the database as the merchant sees it
	 * @param store has the entries
	 */
	public JdbcPollQueue(LedgerDatabase database, JdbcLedgerStore store) {
		this.database = database;
		this.store = store;
	}

	@Override
	public boolean hasDue() {
		return this.database.statement(HAS_DUE)
			.param("now", this.database.now())
			.query(Integer.class)
			.optional()
			.isPresent();
	}

	@Override
	public List<LedgerEntry> claimDue(ClaimOrder order, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		return this.database.write(() -> claim(order, max, pause));
	}

	private List<LedgerEntry> claim(ClaimOrder order, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		Instant now = Instant.ofEpochMilli(this.database.now());
		long since = (order == ClaimOrder.RECENT) ? now.minus(RECENT).toEpochMilli() : 0;
		List<LedgerEntry> claimed = new ArrayList<>();
		boolean more = true;
		while (more && claimed.isEmpty()) {
			List<Due> due = this.database.statement((order == ClaimOrder.EXPEDITED) ? CLAIM_EXPEDITED : CLAIM_DUE)
				.param("since", since)
				.param("now", now.toEpochMilli())
				.param("max", max)
				.query(this::map)
				.list();
			due.forEach((each) -> claim(each, now, pause, claimed));
			more = due.size() == max;
		}
		return claimed;
	}

	private void claim(Due due, Instant now, Function<LedgerEntry, @Nullable Duration> pause,
			List<LedgerEntry> claimed) {
		LedgerEntry entry = due.entry();
		Duration next = (entry != null) ? pause.apply(entry) : UNREADABLE_PAUSE;
		Instant nextPollAt = (next != null) ? now.plus(next) : null;
		this.database.sharedStatement(POSTPONE)
			.param("next", OrderRows.millis(nextPollAt))
			.param("id", due.id())
			.update();
		if (entry != null) {
			claimed.add(entry.claimed(nextPollAt));
		}
	}

	/**
	 * Reads a row that may have been written by a later version, or by hand. One that
	 * cannot be read is put off alone.
	 */
	private Due map(ResultSet row, int number) throws SQLException {
		long id = row.getLong("id");
		try {
			LedgerEntry entry = OrderRows.map(row, number);
			return new Due(id, (row.getInt("refunds") > 0) ? this.store.withRefunds(entry) : entry);
		}
		catch (DataAccessException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("Order '{}' cannot be polled: its row cannot be read: {}", row.getString("order_id"),
					ex.getMessage());
			return new Due(id, null);
		}
	}

	@Override
	public void expedite(String orderId) {
		this.database.write(() -> this.database.statement(EXPEDITE)
			.param("now", this.database.now())
			.param("order_id", orderId)
			.update());
	}

	private record Due(long id, @Nullable LedgerEntry entry) {

	}

}
