/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps a merchant's entries in a database, which all instances of the application share.
 * Thread-safe. Internal: it may change in any release.
 */
public class JdbcLedgerStore implements LedgerStore {

	static final String SELECT = "SELECT id, merchant, " + OrderRows.COLUMNS
			+ ", version FROM @@prefix@@order WHERE merchant = :merchant AND ";

	private static final String INSERT = "INSERT INTO @@prefix@@order (merchant, " + OrderRows.COLUMNS
			+ ", traceparent, version) VALUES (:merchant, " + OrderRows.PARAMETERS + ", :traceparent, 0)";

	private static final String FIND_TRACE = "SELECT traceparent FROM @@prefix@@order WHERE merchant = :merchant AND ";

	private static final String SET_TRACE = """
			UPDATE @@prefix@@order SET traceparent = :traceparent WHERE merchant = :merchant AND order_id = :order_id
			""";

	private static final String REMOVE = "DELETE FROM @@prefix@@order WHERE merchant = :merchant AND ";

	private static final String SUPERSEDE = "UPDATE @@prefix@@order SET superseded = TRUE, version = version + 1 "
			+ "WHERE merchant = :merchant AND ";

	private static final String LOCK_ATTEMPTS = """
			SELECT id FROM @@prefix@@order WHERE merchant = :merchant AND reference = :reference
			ORDER BY id FOR UPDATE
			""";

	/**
	 * Those that are {@link KaspiOrderLedger#isPaidAttempt}.
	 */
	private static final String PAID_ATTEMPTS = """
			SELECT COUNT(*) FROM @@prefix@@order WHERE merchant = :merchant AND reference = :reference
			AND status IN ('PAID', 'PARTIALLY_REFUNDED') AND order_id <> :order_id
			""";

	private final LedgerDatabase database;

	private final RefundRows refunds;

	private final JdbcEventOutbox outbox;

	private final JdbcWebhookJournal journal;

	private final JoinedUpdate joined;

	private final PaymentRows payments;

	private final LedgerRetention retention;

	/**
	 * Creates the store.
	 * @param database the database as the merchant sees it
	 * @param outbox takes the events
	 */
	public JdbcLedgerStore(LedgerDatabase database, JdbcEventOutbox outbox) {
		this.database = database;
		this.refunds = new RefundRows(database);
		this.outbox = outbox;
		this.journal = new JdbcWebhookJournal(database);
		this.joined = new JoinedUpdate(database, outbox);
		this.payments = new PaymentRows(database);
		this.retention = new LedgerRetention(database, this.refunds);
	}

	@Override
	public String merchant() {
		return this.database.merchant();
	}

	@Override
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		return find("order_id = :value", orderId).stream().findFirst().orElse(null);
	}

	@Override
	public @Nullable LedgerEntry findByWireReference(String wireReference) {
		return find("wire_reference = :value", wireReference).stream().findFirst().orElse(null);
	}

	@Override
	public List<LedgerEntry> findByReference(String reference) {
		return find("reference = :value ORDER BY id DESC", reference);
	}

	private List<LedgerEntry> find(String where, String value) {
		List<LedgerEntry> entries;
		do {
			entries = this.database.read(() -> tryToFind(where, value));
		}
		while (entries == null);
		return entries;
	}

	/**
	 * Returns the entries, or {@code null} if an order was written before its refunds
	 * were read.
	 */
	private @Nullable List<LedgerEntry> tryToFind(String where, String value) {
		List<Found> found = this.database.statement(SELECT + where)
			.param("value", value)
			.query((row, number) -> new Found(OrderRows.map(row, number), row.getInt("refunds")))
			.list();
		List<LedgerEntry> entries = new ArrayList<>();
		for (Found row : found) {
			List<RefundEntry> refunds = (row.refunds() > 0) ? this.refunds.find(row.entry()) : List.of();
			if (refunds == null) {
				return null;
			}
			entries.add(withRefunds(row.entry(), refunds));
		}
		return entries;
	}

	/**
	 * Adds the refunds of an entry whose row is locked.
	 */
	LedgerEntry withRefunds(LedgerEntry entry) {
		return withRefunds(entry, Objects.requireNonNull(this.refunds.find(entry)));
	}

	private static LedgerEntry withRefunds(LedgerEntry entry, List<RefundEntry> refunds) {
		return new LedgerEntry(entry.order(), entry.wireReference(), entry.attempt(), entry.superseded(), refunds,
				entry.unconfirmed(), entry.dispute(), entry.closedLocally(), entry.recordedAt(), entry.nextPollAt(),
				entry.expedited(), entry.version(), entry.asked(), entry.schedule());
	}

	@Override
	public @Nullable RecordedPayment findPayment(String transactionId) {
		return this.database.read(() -> this.payments.find(transactionId));
	}

	@Override
	public List<KaspiPayment> findPayments(Instant paidAt) {
		long millis = paidAt.toEpochMilli();
		return this.database.read(() -> this.payments.findAccepted(millis, millis + 1));
	}

	@Override
	public boolean record(RecordedPayment payment) {
		return written(() -> requireWritten(this.payments.insert(payment)));
	}

	@Override
	public boolean write(LedgerChange change) {
		if (change.isSingleInsert()) {
			return writtenAlone(() -> insert(change));
		}
		return this.joined.takes(change) ? writtenAlone(() -> this.joined.write(change)) : written(() -> apply(change));
	}

	private boolean writtenAlone(Supplier<Integer> statement) {
		try {
			return this.database.writeRow(statement) == 1;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	private boolean written(Runnable work) {
		try {
			this.database.write(() -> {
				work.run();
				return null;
			});
			return true;
		}
		catch (ConflictException | DuplicateKeyException ex) {
			return false;
		}
	}

	private void apply(LedgerChange change) {
		if (change.payment() != null) {
			requireWritten(this.payments.insert(change.payment()));
		}
		if (change.onlyPaidAttempt()) {
			requireNoOtherPaidAttempt(change.after());
		}
		String absorbedTrace = (change.absorbed() != null) ? findTrace(change.absorbed()) : null;
		if (change.absorbed() != null) {
			requireWritten(remove(change.absorbed()));
		}
		if (change.superseded() != null) {
			requireWritten(supersede(change.superseded()));
		}
		requireWritten((change.before() != null) ? update(change.before(), change.after()) : insert(change));
		if (absorbedTrace != null) {
			setTrace(change.after(), absorbedTrace);
		}
		this.refunds.write(change.before(), change.after());
		this.outbox.add(change.events(), change.eventsLeased(), change.traceparent());
		if (change.receipt() != null) {
			this.journal.add(change.receipt());
		}
	}

	private static void requireWritten(int rows) {
		if (rows != 1) {
			throw new ConflictException();
		}
	}

	private @Nullable String findTrace(LedgerEntry intent) {
		return this.database.statement(FIND_TRACE + OrderVersion.of(intent))
			.params(OrderVersion.parameters(intent))
			.query((row, number) -> Optional.ofNullable(row.getString("traceparent")))
			.optional()
			.flatMap(Function.identity())
			.orElse(null);
	}

	private void setTrace(LedgerEntry entry, String traceparent) {
		this.database.statement(SET_TRACE)
			.param("traceparent", traceparent)
			.param("order_id", entry.order().orderId())
			.update();
	}

	/**
	 * The trace that created an order is that of its intent.
	 */
	private int insert(LedgerChange change) {
		LedgerEntry entry = change.after();
		return this.database.rowStatement(INSERT + this.database.platform().onDuplicateKey())
			.params(OrderRows.parameters(entry))
			.param("traceparent", entry.isIntent() ? change.traceparent() : null)
			.update();
	}

	private int update(LedgerEntry before, LedgerEntry after) {
		Map<String, @Nullable Object> changes = OrderRows.changes(before, after);
		return this.database.statement(OrderVersion.update(changes.keySet(), OrderVersion.of(before)))
			.params(OrderVersion.parameters(before, changes))
			.update();
	}

	private int remove(LedgerEntry entry) {
		return this.database.statement(REMOVE + OrderVersion.of(entry)).params(OrderVersion.parameters(entry)).update();
	}

	private int supersede(LedgerEntry entry) {
		return this.database.statement(SUPERSEDE + OrderVersion.of(entry))
			.params(OrderVersion.parameters(entry))
			.update();
	}

	/**
	 * Locks the attempts, in one order for all, so that of two payments at once the
	 * second sees the first. Reads them after that: what was added while it waited for
	 * the locks is not to be seen by the statement that waited.
	 */
	private void requireNoOtherPaidAttempt(LedgerEntry entry) {
		String reference = Objects.requireNonNull(entry.order().reference());
		this.database.statement(LOCK_ATTEMPTS).param("reference", reference).query(Long.class).list();
		boolean paid = this.database.statement(PAID_ATTEMPTS)
			.param("reference", reference)
			.param("order_id", entry.order().orderId())
			.query(Long.class)
			.single() > 0;
		if (paid) {
			throw new ConflictException();
		}
	}

	@Override
	public void delete(LedgerEntry entry) {
		this.database.write(() -> {
			if (remove(entry) == 1 && !entry.refunds().isEmpty()) {
				this.refunds.remove(List.of(entry.order().orderId()));
			}
			return null;
		});
	}

	@Override
	public void record(WebhookReceipt receipt) {
		this.database.writeRow(() -> this.journal.add(receipt));
	}

	@Override
	public void clean() {
		this.retention.clean();
	}

	private record Found(LedgerEntry entry, int refunds) {

	}

	/**
	 * Rolls the change back: it was made of what is not there any more.
	 */
	private static final class ConflictException extends RuntimeException {

		ConflictException() {
			super(null, null, false, false);
		}

	}

}
