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

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events that wait for their delivery. One is taken with a row lock and published
 * inside the transaction that marks it delivered, so that what a listener writes to the
 * same database is committed with the mark or not at all.
 */
final class JdbcOutbox {

	private static final int CANDIDATES = 100;

	private final JdbcClient jdbc;

	private final BoundedTransaction write;

	private final BoundedTransaction delivery;

	private final Clock clock;

	private final String table;

	private final String onDuplicateKey;

	JdbcOutbox(JdbcClient jdbc, SqlPlatform platform, BoundedTransaction write, BoundedTransaction delivery,
			Clock clock, JdbcStoreSettings settings) {
		this.jdbc = jdbc;
		this.write = write;
		this.delivery = delivery;
		this.clock = clock;
		this.table = settings.tablePrefix() + "event";
		this.onDuplicateKey = platform.onDuplicateKey();
	}

	/**
	 * Writes events into the transaction under way. One that is there already stays as it
	 * is.
	 */
	void add(List<KaspiOrderEvent> events) {
		for (KaspiOrderEvent event : events) {
			Map<String, @Nullable Object> parameters = EventRows.parameters(event);
			parameters.put("due_at", this.clock.millis());
			this.jdbc
				.sql("INSERT INTO " + this.table + " (" + EventRows.COLUMNS + ", state, attempts, due_at) VALUES ("
						+ ":event_id, :kind, :order_id, :reference, :amount, :occurred_at, :source, :paid_at, :late, "
						+ ":refunded_total, :full_refund, :reason, 'PENDING', 0, :due_at)" + this.onDuplicateKey)
				.params(parameters)
				.update();
		}
	}

	@Nullable EventDelivery deliverNext(Consumer<KaspiOrderEvent> listener, RedeliveryPolicy policy) {
		for (long id : candidates()) {
			AtomicReference<@Nullable Taken> taken = new AtomicReference<>();
			Throwable failure = null;
			try {
				this.delivery.execute(() -> deliver(id, listener, taken));
			}
			catch (RuntimeException | Error ex) {
				failure = ex;
			}
			Taken event = taken.get();
			if (event != null) {
				int attempts = event.attempts() + 1;
				return (failure != null) ? fail(id, event.event(), attempts, failure, policy)
						: new EventDelivery(event.event(), attempts, null, false);
			}
			if (failure instanceof RuntimeException notTaken) {
				throw notTaken;
			}
		}
		return null;
	}

	private @Nullable Void deliver(long id, Consumer<KaspiOrderEvent> listener,
			AtomicReference<@Nullable Taken> taken) {
		Taken event = take(id);
		if (event == null || hasOlder(id, event)) {
			return null;
		}
		taken.set(event);
		listener.accept(event.event());
		this.jdbc
			.sql("UPDATE " + this.table
					+ " SET state = 'DELIVERED', attempts = attempts + 1, delivered_at = :now WHERE id = :id")
			.param("now", this.clock.millis())
			.param("id", id)
			.update();
		return null;
	}

	private @Nullable Taken take(long id) {
		return this.jdbc
			.sql("SELECT " + EventRows.COLUMNS + ", attempts FROM " + this.table
					+ " WHERE id = :id AND state = 'PENDING' AND due_at <= :now FOR UPDATE SKIP LOCKED")
			.param("id", id)
			.param("now", this.clock.millis())
			.query((row, number) -> new Taken(EventRows.map(row, number), row.getInt("attempts")))
			.optional()
			.orElse(null);
	}

	private boolean hasOlder(long id, Taken event) {
		return this.jdbc
			.sql("SELECT COUNT(*) FROM " + this.table
					+ " WHERE order_id = :order_id AND id < :id AND state <> 'DELIVERED'")
			.param("order_id", event.event().orderId())
			.param("id", id)
			.query(Long.class)
			.single() > 0;
	}

	private List<Long> candidates() {
		return this.jdbc
			.sql("SELECT id FROM " + this.table
					+ " WHERE state = 'PENDING' AND due_at <= :now ORDER BY due_at, id LIMIT " + CANDIDATES)
			.param("now", this.clock.millis())
			.query(Long.class)
			.list();
	}

	/**
	 * Counts the failure, unless the event was delivered after all: by another instance,
	 * or by a commit whose answer was lost.
	 */
	private EventDelivery fail(long id, KaspiOrderEvent event, int attempts, Throwable failure,
			RedeliveryPolicy policy) {
		boolean repeats = policy.repeatsAfter(attempts);
		Duration pause = repeats ? policy.pauseAfter(attempts) : Duration.ZERO;
		this.write.execute(() -> this.jdbc
			.sql("UPDATE " + this.table + " SET state = :state, attempts = :attempts, due_at = :due_at "
					+ "WHERE id = :id AND state = 'PENDING' AND attempts = :attempts - 1")
			.param("state", repeats ? "PENDING" : "PARKED")
			.param("attempts", attempts)
			.param("due_at", this.clock.millis() + pause.toMillis())
			.param("id", id)
			.update());
		return new EventDelivery(event, attempts, failure, !repeats);
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

	private record Taken(KaspiOrderEvent event, int attempts) {

	}

}
