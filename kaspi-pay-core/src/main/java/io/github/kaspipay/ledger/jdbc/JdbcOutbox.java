package io.github.kaspipay.ledger.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.EventDelivery;
import io.github.kaspipay.ledger.RedeliveryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events that wait for their delivery. One is taken with a row lock and published
 * inside the transaction that marks it delivered, so that what a listener writes to the
 * same database is committed with the mark or not at all.
 */
final class JdbcOutbox {

	private static final Logger logger = LoggerFactory.getLogger(JdbcOutbox.class);

	private final JdbcClient jdbc;

	private final BoundedTransaction write;

	private final BoundedTransaction delivery;

	private final Clock clock;

	private final String table;

	private final String onDuplicateKey;

	private final String takeNext;

	JdbcOutbox(JdbcClient jdbc, SqlPlatform platform, BoundedTransaction write, BoundedTransaction delivery,
			Clock clock, JdbcStoreSettings settings) {
		this.jdbc = jdbc;
		this.write = write;
		this.delivery = delivery;
		this.clock = clock;
		this.table = settings.tablePrefix() + "event";
		this.onDuplicateKey = platform.onDuplicateKey();
		this.takeNext = takeNext(this.table);
	}

	/**
	 * Takes the longest due of the events that are each the oldest of their order, so
	 * that neither a parked event nor those that wait behind it are in the way of others.
	 */
	static String takeNext(String table) {
		return "SELECT id, " + EventRows.COLUMNS + ", attempts FROM " + table + " due WHERE state = 'PENDING' "
				+ "AND due_at <= :now AND NOT EXISTS (SELECT 1 FROM " + table + " older WHERE older.order_id = "
				+ "due.order_id AND older.id < due.id AND older.state <> 'DELIVERED') ORDER BY due_at, id LIMIT 1 "
				+ "FOR UPDATE SKIP LOCKED";
	}

	/**
	 * Writes events into the transaction under way. One that is there already stays as it
	 * is.
	 */
	void add(List<KaspiOrderEvent> events) {
		for (KaspiOrderEvent event : events) {
			try {
				insert(event);
			}
			catch (DuplicateKeyException ex) {
				logger.debug("Event '{}' was written before", event.eventId());
			}
		}
	}

	private void insert(KaspiOrderEvent event) {
		Map<String, @Nullable Object> parameters = EventRows.parameters(event);
		parameters.put("due_at", this.clock.millis());
		this.jdbc
			.sql("INSERT INTO " + this.table + " (" + EventRows.COLUMNS + ", state, attempts, due_at) VALUES ("
					+ ":event_id, :kind, :order_id, :reference, :amount, :occurred_at, :source, :paid_at, :late, "
					+ ":refunded_total, :full_refund, :reason, 'PENDING', 0, :due_at)" + this.onDuplicateKey)
			.params(parameters)
			.update();
	}

	@Nullable EventDelivery deliverNext(Consumer<KaspiOrderEvent> listener, RedeliveryPolicy policy) {
		while (true) {
			AtomicReference<@Nullable Taken> published = new AtomicReference<>();
			try {
				boolean due = this.delivery.execute(() -> deliver(listener, published));
				if (!due) {
					return null;
				}
			}
			catch (RuntimeException | Error ex) {
				Taken taken = published.get();
				if (taken == null) {
					throw ex;
				}
				return fail(taken, ex, policy);
			}
			Taken taken = published.get();
			if (taken != null) {
				return new EventDelivery(taken.event(), taken.attempts() + 1, null, false);
			}
		}
	}

	private boolean deliver(Consumer<KaspiOrderEvent> listener, AtomicReference<@Nullable Taken> published) {
		Taken taken = take();
		if (taken == null) {
			return false;
		}
		if (!hasOlder(taken)) {
			published.set(taken);
			listener.accept(taken.event());
			markDelivered(taken);
		}
		return true;
	}

	private @Nullable Taken take() {
		return this.jdbc.sql(this.takeNext)
			.param("now", this.clock.millis())
			.query((row, number) -> new Taken(row.getLong("id"), EventRows.map(row, number), row.getInt("attempts")))
			.optional()
			.orElse(null);
	}

	/**
	 * Looks again, now that the row is locked: a statement may see a row that was
	 * committed while it ran, and not the one before it.
	 */
	private boolean hasOlder(Taken taken) {
		return this.jdbc
			.sql("SELECT COUNT(*) FROM " + this.table
					+ " WHERE order_id = :order_id AND id < :id AND state <> 'DELIVERED'")
			.param("order_id", taken.event().orderId())
			.param("id", taken.id())
			.query(Long.class)
			.single() > 0;
	}

	private void markDelivered(Taken taken) {
		this.jdbc
			.sql("UPDATE " + this.table
					+ " SET state = 'DELIVERED', attempts = attempts + 1, delivered_at = :now WHERE id = :id")
			.param("now", this.clock.millis())
			.param("id", taken.id())
			.update();
	}

	private EventDelivery fail(Taken taken, Throwable failure, RedeliveryPolicy policy) {
		int attempts = taken.attempts() + 1;
		boolean repeats = policy.repeatsAfter(attempts);
		Duration pause = repeats ? policy.pauseAfter(attempts) : Duration.ZERO;
		try {
			this.write.execute(() -> count(taken, repeats, pause));
		}
		catch (RuntimeException ex) {
			ex.addSuppressed(failure);
			throw ex;
		}
		return new EventDelivery(taken.event(), attempts, failure, !repeats);
	}

	/**
	 * Counts the failure, unless another instance has the event by now or the event was
	 * delivered after all: by that instance, or by a commit whose answer was lost.
	 */
	private int count(Taken taken, boolean repeats, Duration pause) {
		boolean free = this.jdbc
			.sql("SELECT id FROM " + this.table
					+ " WHERE id = :id AND state = 'PENDING' AND attempts = :attempts FOR UPDATE SKIP LOCKED")
			.param("id", taken.id())
			.param("attempts", taken.attempts())
			.query(Long.class)
			.optional()
			.isPresent();
		return !free ? 0
				: this.jdbc
					.sql("UPDATE " + this.table
							+ " SET state = :state, attempts = attempts + 1, due_at = :due_at WHERE id = :id")
					.param("state", repeats ? "PENDING" : "PARKED")
					.param("due_at", this.clock.millis() + pause.toMillis())
					.param("id", taken.id())
					.update();
	}

	List<KaspiOrderEvent> findParked() {
		return this.jdbc
			.sql("SELECT " + EventRows.COLUMNS + " FROM " + this.table + " WHERE state = 'PARKED' ORDER BY id")
			.query(EventRows::map)
			.list();
	}

	boolean unpark(String eventId) {
		return this.write.execute(() -> this.jdbc
			.sql("UPDATE " + this.table + " SET state = 'PENDING', attempts = 0, due_at = :now "
					+ "WHERE event_id = :event_id AND state = 'PARKED'")
			.param("now", this.clock.millis())
			.param("event_id", eventId)
			.update()) == 1;
	}

	private record Taken(long id, KaspiOrderEvent event, int attempts) {

	}

}
