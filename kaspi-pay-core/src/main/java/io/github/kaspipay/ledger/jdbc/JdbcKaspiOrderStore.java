package io.github.kaspipay.ledger.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.EventDelivery;
import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.QuestionTurn;
import io.github.kaspipay.ledger.RedeliveryPolicy;
import io.github.kaspipay.ledger.WebhookReceipt;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps entries and events in a database, which all instances of the application share.
 * Every write is a transaction of its own, whatever the caller has open: what the ledger
 * says was done is never undone by the application. Thread-safe.
 */
public final class JdbcKaspiOrderStore implements KaspiOrderStore {

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

	private final JdbcClient jdbc;

	private final BoundedTransaction write;

	private final Clock clock;

	private final String onDuplicateKey;

	private final String orders;

	private final JdbcQuestions questions;

	private final JdbcOutbox outbox;

	private final JdbcWebhookJournal journal;

	/**
	 * Creates the store. The tables must be there when it is used.
	 * @param dataSource the database
	 * @param transactions the application's transactions on it
	 * @param clock the time that is due times go by; see {@link DatabaseClock}
	 * @param settings how the store is used
	 * @throws IllegalStateException if the database is none that the store knows, or the
	 * transactions are not on it
	 */
	public JdbcKaspiOrderStore(DataSource dataSource, PlatformTransactionManager transactions, Clock clock,
			JdbcStoreSettings settings) {
		SqlPlatform platform = SqlPlatform.of(dataSource);
		JdbcTemplate template = new JdbcTemplate(dataSource);
		this.jdbc = JdbcClient.create(template);
		this.write = new BoundedTransaction(transactions, template, platform, WRITE_TIMEOUT);
		this.clock = clock;
		this.onDuplicateKey = platform.onDuplicateKey();
		this.orders = settings.tablePrefix() + "order";
		this.questions = new JdbcQuestions(this.jdbc, this.write, clock, this.orders);
		this.outbox = new JdbcOutbox(this.jdbc, platform, this.write,
				new BoundedTransaction(transactions, template, platform, settings.listenerTimeout()), clock, settings);
		this.journal = new JdbcWebhookJournal(this.jdbc, clock, settings);
		this.write.execute(() -> null);
	}

	@Override
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		return findBy("order_id", orderId);
	}

	@Override
	public @Nullable LedgerEntry findByReference(String reference) {
		return findBy("reference", reference);
	}

	/**
	 * Reads past a transaction of the caller's that may hold an older snapshot: what is
	 * decided on what is read has to be written against what is there now.
	 */
	private @Nullable LedgerEntry findBy(String column, String value) {
		return isSnapshotOpen() ? this.write.execute(() -> query(column, value)) : query(column, value);
	}

	private static boolean isSnapshotOpen() {
		Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& (isolation == null || isolation != TransactionDefinition.ISOLATION_READ_COMMITTED);
	}

	private @Nullable LedgerEntry query(String column, String value) {
		return this.jdbc
			.sql("SELECT " + OrderRows.COLUMNS + ", version FROM " + this.orders + " WHERE " + column + " = :value")
			.param("value", value)
			.query(OrderRows::map)
			.optional()
			.orElse(null);
	}

	@Override
	public boolean insert(LedgerEntry entry, List<KaspiOrderEvent> events, @Nullable WebhookReceipt receipt) {
		return write(() -> insert(entry), events, receipt);
	}

	private boolean insert(LedgerEntry entry) {
		return this.jdbc.sql("INSERT INTO " + this.orders + " (" + OrderRows.COLUMNS
				+ ", version) VALUES (:order_id, :reference, "
				+ ":status, :amount, :refunded_amount, :qr_data, :payment_url, :created_at, :expires_at, :paid_at, "
				+ ":refund_id, :refund_amount, :refund_since, :unconfirmed, :unconfirmed_since, :disputed, :recorded_at, "
				+ ":next_poll_at, 0)" + this.onDuplicateKey)
			.params(OrderRows.parameters(entry))
			.update() == 1;
	}

	@Override
	public boolean update(LedgerEntry before, LedgerEntry after, List<KaspiOrderEvent> events,
			@Nullable WebhookReceipt receipt) {
		return write(() -> update(before, after), events, receipt);
	}

	private boolean update(LedgerEntry before, LedgerEntry after) {
		return this.jdbc.sql("UPDATE " + this.orders
				+ " SET order_id = :order_id, reference = :reference, status = :status, "
				+ "amount = :amount, refunded_amount = :refunded_amount, qr_data = :qr_data, "
				+ "payment_url = :payment_url, created_at = :created_at, expires_at = :expires_at, "
				+ "paid_at = :paid_at, refund_id = :refund_id, refund_amount = :refund_amount, "
				+ "refund_since = :refund_since, unconfirmed = :unconfirmed, unconfirmed_since = :unconfirmed_since, disputed = :disputed, "
				+ "recorded_at = :recorded_at, next_poll_at = :next_poll_at, version = version + 1 WHERE "
				+ asRead(before))
			.params(OrderRows.parameters(after))
			.params(key(before))
			.update() == 1;
	}

	@Override
	public void delete(LedgerEntry entry) {
		this.write.execute(() -> this.jdbc.sql("DELETE FROM " + this.orders + " WHERE " + asRead(entry))
			.params(key(entry))
			.update());
	}

	private static String asRead(LedgerEntry entry) {
		return (entry.order().orderId().isEmpty() ? "reference = :key AND order_id IS NULL" : "order_id = :key")
				+ " AND version = :version";
	}

	private static Map<String, @Nullable Object> key(LedgerEntry entry) {
		String orderId = entry.order().orderId();
		return Map.of("key", orderId.isEmpty() ? String.valueOf(entry.order().reference()) : orderId, "version",
				entry.version());
	}

	private boolean write(Supplier<Boolean> change, List<KaspiOrderEvent> events, @Nullable WebhookReceipt receipt) {
		try {
			return this.write.execute(() -> {
				if (!change.get()) {
					return false;
				}
				this.outbox.add(events);
				if (receipt != null) {
					this.journal.add(receipt);
				}
				return true;
			});
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	@Override
	public void record(WebhookReceipt receipt) {
		this.write.execute(() -> this.journal.add(receipt));
	}

	@Override
	public boolean hasDue() {
		return this.jdbc.sql("SELECT 1 FROM " + this.orders + " WHERE next_poll_at <= :now LIMIT 1")
			.param("now", this.clock.instant().toEpochMilli())
			.query(Integer.class)
			.optional()
			.isPresent();
	}

	@Override
	public List<LedgerEntry> claimDue(Instant since, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		return this.write.execute(() -> claim(since, max, pause));
	}

	static String claimDue(String table, int max) {
		return "SELECT id, " + OrderRows.COLUMNS + ", version FROM " + table
				+ " WHERE next_poll_at BETWEEN :since AND :now ORDER BY next_poll_at LIMIT " + max
				+ " FOR UPDATE SKIP LOCKED";
	}

	private List<LedgerEntry> claim(Instant since, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		Instant now = this.clock.instant();
		List<Due> due = this.jdbc.sql(claimDue(this.orders, max))
			.param("since", since.toEpochMilli())
			.param("now", now.toEpochMilli())
			.query((row, number) -> new Due(row.getLong("id"), OrderRows.map(row, number)))
			.list();
		List<LedgerEntry> claimed = new ArrayList<>();
		for (Due each : due) {
			LedgerEntry entry = each.entry();
			Duration next = pause.apply(entry);
			Instant nextPollAt = (next != null) ? now.plus(next) : null;
			this.jdbc.sql("UPDATE " + this.orders + " SET next_poll_at = :next, version = version + 1 WHERE id = :id")
				.param("next", OrderRows.millis(nextPollAt))
				.param("id", each.id())
				.update();
			claimed.add(entry.claimed(nextPollAt));
		}
		return claimed;
	}

	@Override
	public void askFirst(String orderId) {
		this.write.execute(() -> this.jdbc
			.sql("UPDATE " + this.orders
					+ " SET next_poll_at = :first WHERE order_id = :order_id AND next_poll_at >= :not_first")
			.param("first", LedgerEntry.first(this.clock.instant()).toEpochMilli())
			.param("not_first", LedgerEntry.NOT_FIRST.toEpochMilli())
			.param("order_id", orderId)
			.update());
	}

	@Override
	public QuestionTurn beginQuestion(String orderId, String asker, Duration sharedFor) {
		return this.questions.begin(orderId, asker, sharedFor);
	}

	@Override
	public void endQuestion(String orderId, String asker, boolean answered) {
		this.questions.end(orderId, asker, answered);
	}

	@Override
	public @Nullable EventDelivery deliverNext(Consumer<KaspiOrderEvent> listener, RedeliveryPolicy policy) {
		return this.outbox.deliverNext(listener, policy);
	}

	@Override
	public List<KaspiOrderEvent> findParked() {
		return this.outbox.findParked();
	}

	@Override
	public boolean unpark(String eventId) {
		return this.outbox.unpark(eventId);
	}

	@Override
	public void clean() {
		while (this.write.execute(this.journal::clean)) {
			// there is more
		}
	}

	private record Due(long id, LedgerEntry entry) {

	}

}
