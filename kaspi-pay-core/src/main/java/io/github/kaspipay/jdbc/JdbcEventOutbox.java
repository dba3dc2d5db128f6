/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.kaspipay.logging.Printable;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.outbox.EventKind;
import io.github.kaspipay.outbox.EventListeners;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.ParkedEvent;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps events in a database, which all instances of the application share. An event is
 * published inside the transaction that marks it delivered, so that what a listener
 * writes to the same database is committed with the mark or not at all. Thread-safe.
 * Internal: it may change in any release.
 */
public class JdbcEventOutbox implements EventOutbox {

	private static final Logger logger = LoggerFactory.getLogger(JdbcEventOutbox.class);

	private static final int MAX_ERROR = 500;

	private static final int EXCEPT_STEP = 16;

	private static final String INTO = "INSERT INTO @@prefix@@event (state, ";

	/**
	 * Takes the most overdue of the events that are each the oldest of their order, so
	 * that neither a parked event nor those that wait behind it are in the way of others.
	 * Compares with the oldest one found by an index, instead of joining all that is
	 * pending, which a plan made while the table was empty would do.
	 */
	static final String CLAIM = "SELECT " + EventRows.COLUMNS + """
			, attempts FROM @@prefix@@event due
			WHERE state = 'PENDING' AND due_at <= :now AND event_id NOT IN (:except)
			AND id = (SELECT older.id FROM @@prefix@@event older WHERE older.merchant = due.merchant
			AND older.order_id = due.order_id AND older.state <> 'DELIVERED' ORDER BY older.id LIMIT 1)
			ORDER BY due_at, id LIMIT :max FOR UPDATE SKIP LOCKED
			""";

	/**
	 * Counts an attempt, and puts the events off.
	 */
	private static final String COUNT = """
			UPDATE @@prefix@@event SET attempts = attempts + 1, due_at = :due_at WHERE event_id IN (:event_ids)
			""";

	/**
	 * Finds the event only if the lease holds and nothing older of the order waits. That
	 * it is pending is said in a way, here and below, that has it looked up by its id and
	 * not among all that is pending: that seems to be less work when they seem to be few.
	 * Finds the traces that led to it, too.
	 */
	static final String LOCK = """
			SELECT id, traceparent, (SELECT placed.traceparent FROM @@prefix@@order placed
			WHERE placed.order_id = due.order_id AND placed.merchant = due.merchant) AS order_traceparent FROM @@prefix@@event due
			WHERE event_id = :event_id AND attempts = :attempt
			AND id = (SELECT older.id FROM @@prefix@@event older WHERE older.merchant = due.merchant
			AND older.order_id = due.order_id AND older.state <> 'DELIVERED' ORDER BY older.id LIMIT 1)
			AND COALESCE(state, '') = 'PENDING'
			""";

	private static final String MARK_DELIVERED = """
			UPDATE @@prefix@@event SET state = 'DELIVERED', delivered_at = :now, last_error = NULL WHERE id = :id
			""";

	private static final String PUT_OFF = """
			UPDATE @@prefix@@event SET state = :state, due_at = :due_at, last_error = :error
			WHERE event_id = :event_id AND attempts = :attempt AND COALESCE(state, '') = 'PENDING'
			""";

	private static final String PARK_EXHAUSTED = """
			UPDATE @@prefix@@event SET state = 'PARKED', last_error = :error
			WHERE event_id = :event_id
			""";

	private static final String RELEASE = """
			UPDATE @@prefix@@event SET attempts = attempts - 1, due_at = :now
			WHERE event_id = :event_id AND attempts = :attempt AND COALESCE(state, '') = 'PENDING'
			""";

	private static final String FIND_PARKED = """
			SELECT event_id, merchant, kind, order_id, reference, occurred_at, attempts, last_error
			FROM @@prefix@@event WHERE state = 'PARKED' ORDER BY id LIMIT :max
			""";

	private static final String COUNT_PARKED = "SELECT COUNT(*) FROM @@prefix@@event WHERE state = 'PARKED'";

	private static final String REDELIVER = """
			UPDATE @@prefix@@event SET state = 'PENDING', attempts = 0, due_at = :now WHERE state = 'PARKED'
			""";

	private final LedgerDatabase database;

	/**
	 * The statements that insert an event, by the columns it has. There are few of them.
	 */
	private final Map<List<String>, String> inserts = new ConcurrentHashMap<>();

	/**
	 * Creates the outbox.
	 * @param database the database
	 */
	public JdbcEventOutbox(LedgerDatabase database) {
		this.database = database;
	}

	/**
	 * Writes events into the transaction under way. One that is there already stays as it
	 * is.
	 */
	void add(List<KaspiOrderEvent> events, boolean leased, @Nullable String traceparent) {
		for (KaspiOrderEvent event : events) {
			Map<String, Object> parameters = parameters(event, leased, traceparent);
			try {
				String insert = this.inserts.computeIfAbsent(List.copyOf(parameters.keySet()), this::insert);
				this.database.sharedStatement(insert).params(parameters).update();
			}
			catch (DuplicateKeyException ex) {
				logger.debug("Event '{}' was written before", event.eventId());
			}
		}
	}

	private String insert(List<String> columns) {
		return INTO + String.join(", ", columns) + ") VALUES ('PENDING', " + values(columns) + ")"
				+ this.database.platform().onDuplicateKey();
	}

	/**
	 * Returns a statement that inserts an event with these columns if the table
	 * {@code changed}, of the same statement, has a row.
	 */
	static String insertWithChange(Collection<String> columns) {
		return INTO + String.join(", ", columns) + ") SELECT 'PENDING', " + values(columns)
				+ " FROM changed ON CONFLICT DO NOTHING";
	}

	private static String values(Collection<String> columns) {
		return columns.stream().map((column) -> ":" + column).collect(Collectors.joining(", "));
	}

	Map<String, Object> parameters(KaspiOrderEvent event, boolean leased, @Nullable String traceparent) {
		Map<String, Object> parameters = EventRows.parameters(event);
		EventRows.put(parameters, "traceparent", traceparent);
		parameters.put("attempts", leased ? 1 : 0);
		parameters.put("due_at", this.database.now() + (leased ? this.database.lease().toMillis() : 0));
		return parameters;
	}

	@Override
	public List<LeasedEvent> claimDue(int max, Collection<String> except, RedeliveryPolicy policy) {
		List<LeasedEvent> leased = new ArrayList<>();
		boolean more = true;
		while (more && leased.isEmpty()) {
			more = this.database.write(() -> {
				List<Due> due = findDue(max, except);
				due.forEach((event) -> claim(event, policy, leased));
				count(leased.stream().map((each) -> each.event().eventId()).toList(), this.database.lease());
				return due.size() == max;
			});
		}
		return leased;
	}

	private List<Due> findDue(int max, Collection<String> except) {
		return this.database.sharedStatement(CLAIM)
			.param("now", this.database.now())
			.param("except", padded(except))
			.param("max", max)
			.query(JdbcEventOutbox::mapDue)
			.list();
	}

	/**
	 * Returns the ids as one of a few lists' lengths, each of which is a statement.
	 */
	private static List<String> padded(Collection<String> ids) {
		List<String> padded = new ArrayList<>(ids);
		do {
			padded.add("");
		}
		while (padded.size() % EXCEPT_STEP != 0);
		return padded;
	}

	private void claim(Due due, RedeliveryPolicy policy, List<LeasedEvent> leased) {
		boolean exhausted = due.attempts() > 0 && !policy.repeatsAfter(due.attempts());
		if (exhausted) {
			park(due);
			return;
		}
		int attempt = due.attempts() + 1;
		KaspiOrderEvent event = due.event();
		if (event != null) {
			leased.add(new LeasedEvent(event, attempt));
			return;
		}
		Duration pause = policy.pauseAfter(attempt);
		count(List.of(due.eventId()), pause);
		putOffInTransaction(due.eventId(), attempt, policy.repeatsAfter(attempt) ? pause : null, due.error());
		logger.warn("Event '{}' cannot be read (attempt {}): {}", due.eventId(), attempt, due.error());
	}

	private void count(List<String> eventIds, Duration pause) {
		if (!eventIds.isEmpty()) {
			this.database.sharedStatement(COUNT)
				.param("due_at", this.database.now() + pause.toMillis())
				.param("event_ids", eventIds)
				.update();
		}
	}

	private void park(Due due) {
		this.database.sharedStatement(PARK_EXHAUSTED)
			.param("error", "Attempt " + due.attempts() + " did not end: its process died or was stopped")
			.param("event_id", due.eventId())
			.update();
		logger.error("Event '{}' is parked after {} attempts: the last one did not end. If a listener ends "
				+ "the process, fix it, then redeliver the event", due.eventId(), due.attempts());
	}

	@Override
	public boolean deliver(LeasedEvent leased, EventListeners listeners) {
		return this.database.deliver(() -> {
			Locked locked = lock(leased);
			if (locked == null) {
				return false;
			}
			listeners.call(leased.event(), locked.causes());
			this.database.deliveryStatement(MARK_DELIVERED)
				.param("now", this.database.now())
				.param("id", locked.id())
				.update();
			return true;
		});
	}

	private @Nullable Locked lock(LeasedEvent leased) {
		return this.database.deliveryStatement(LOCK + this.database.boundedDelivery() + " FOR UPDATE")
			.param("event_id", leased.event().eventId())
			.param("attempt", leased.attempt())
			.query((row, number) -> new Locked(row.getLong("id"),
					Stream.of(row.getString("traceparent"), row.getString("order_traceparent"))
						.filter(Objects::nonNull)
						.distinct()
						.toList()))
			.optional()
			.orElse(null);
	}

	@Override
	public void putOff(LeasedEvent leased, @Nullable Duration pause, String error) {
		this.database.write(() -> {
			putOffInTransaction(leased.event().eventId(), leased.attempt(), pause, error);
			return null;
		});
	}

	private void putOffInTransaction(String eventId, int attempt, @Nullable Duration pause, String error) {
		this.database.sharedStatement(PUT_OFF)
			.param("state", (pause != null) ? "PENDING" : "PARKED")
			.param("due_at", this.database.now() + ((pause != null) ? pause.toMillis() : 0))
			.param("error", Printable.line(error, MAX_ERROR))
			.param("event_id", eventId)
			.param("attempt", attempt)
			.update();
	}

	@Override
	public void release(Collection<LeasedEvent> leased) {
		this.database.write(() -> {
			for (LeasedEvent each : leased) {
				this.database.sharedStatement(RELEASE)
					.param("now", this.database.now())
					.param("event_id", each.event().eventId())
					.param("attempt", each.attempt())
					.update();
			}
			return null;
		});
	}

	@Override
	public List<ParkedEvent> findParked(int max) {
		return this.database.read(() -> this.database.sharedStatement(FIND_PARKED)
			.param("max", max)
			.query((row, number) -> new ParkedEvent(row.getString("event_id"), row.getString("kind"),
					row.getString("order_id"), row.getString("reference"),
					Instant.ofEpochMilli(row.getLong("occurred_at")), row.getInt("attempts"),
					row.getString("last_error"), row.getString("merchant")))
			.list());
	}

	@Override
	public long countParked() {
		return this.database.read(() -> this.database.sharedStatement(COUNT_PARKED).query(Long.class).single());
	}

	@Override
	public boolean redeliver(String eventId) {
		return redeliver(" AND event_id = :value", eventId) == 1;
	}

	@Override
	public int redeliverAll(@Nullable EventKind kind) {
		return (kind != null) ? redeliver(" AND kind = :value", kind.name()) : redeliver("", "");
	}

	private int redeliver(String condition, String value) {
		return this.database.write(() -> this.database.sharedStatement(REDELIVER + condition)
			.param("now", this.database.now())
			.param("value", value)
			.update());
	}

	/**
	 * Reads a row that may have been written by a later version.
	 */
	private static Due mapDue(ResultSet row, int number) throws SQLException {
		String eventId = row.getString("event_id");
		int attempts = row.getInt("attempts");
		try {
			return new Due(eventId, attempts, EventRows.map(row), "");
		}
		catch (RuntimeException ex) {
			return new Due(eventId, attempts, null, "The event cannot be read: " + ex.getMessage());
		}
	}

	private record Locked(long id, List<String> causes) {

	}

	private record Due(String eventId, int attempts, @Nullable KaspiOrderEvent event, String error) {

	}

}
