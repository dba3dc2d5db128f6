package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.PollQueue;
import org.jspecify.annotations.Nullable;

/**
 * The poll queue in a database, which all instances of the application share.
 * Thread-safe.
 */
public final class JdbcPollQueue implements PollQueue {

	/**
	 * Ordered, or a plan for any value reads the whole table.
	 */
	static final String HAS_DUE = """
			SELECT 1 FROM @@prefix@@order WHERE next_poll_at <= :now ORDER BY next_poll_at LIMIT 1
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
			WHERE order_id = :order_id AND COALESCE(next_poll_at, -1) >= 0 AND expedited_at IS NULL
			""";

	private final LedgerDatabase database;

	private final JdbcLedgerStore store;

	/**
	 * Creates the queue.
	 * @param database the database
	 * @param store has the entries
	 */
	public JdbcPollQueue(LedgerDatabase database, JdbcLedgerStore store) {
		this.database = database;
		this.store = store;
	}

	@Override
	public boolean hasDue() {
		return this.database.jdbc()
			.sql(this.database.sql(HAS_DUE))
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
		List<Due> due = this.database.jdbc()
			.sql(this.database.sql((order == ClaimOrder.EXPEDITED) ? CLAIM_EXPEDITED : CLAIM_DUE))
			.param("since", since)
			.param("now", now.toEpochMilli())
			.param("max", max)
			.query((row, number) -> new Due(row.getLong("id"), OrderRows.map(row, number), row.getInt("refunds")))
			.list();
		List<LedgerEntry> claimed = new ArrayList<>();
		for (Due each : due) {
			LedgerEntry entry = (each.refunds() > 0) ? this.store.withRefunds(each.entry()) : each.entry();
			Duration next = pause.apply(entry);
			Instant nextPollAt = (next != null) ? now.plus(next) : null;
			this.database.jdbc()
				.sql(this.database.sql(POSTPONE))
				.param("next", OrderRows.millis(nextPollAt))
				.param("id", each.id())
				.update();
			claimed.add(entry.claimed(nextPollAt));
		}
		return claimed;
	}

	@Override
	public void expedite(String orderId) {
		this.database.write(() -> this.database.jdbc()
			.sql(this.database.sql(EXPEDITE))
			.param("now", this.database.now())
			.param("order_id", orderId)
			.update());
	}

	private record Due(long id, LedgerEntry entry, int refunds) {

	}

}
