/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * Updates an order, and if it is as it was read, adds the event and the webhook, all by
 * one statement. There are few of them, and each is put together once.
 */
final class JoinedUpdate {

	private final LedgerDatabase database;

	private final JdbcEventOutbox outbox;

	private final Map<Parts, String> statements = new ConcurrentHashMap<>();

	JoinedUpdate(LedgerDatabase database, JdbcEventOutbox outbox) {
		this.database = database;
		this.outbox = outbox;
	}

	/**
	 * Says whether the change can be one statement: that of an order whose refunds are as
	 * they were, with no more than one event, since several have an order among them.
	 */
	boolean takes(LedgerChange change) {
		return this.database.joinsStatements() && change.before() != null && change.events().size() <= 1
				&& change.absorbed() == null && change.superseded() == null && !change.onlyPaidAttempt()
				&& change.payment() == null && change.before().refunds().equals(change.after().refunds());
	}

	/**
	 * Writes the change.
	 * @return 1, or 0 if the order is not as it was read
	 */
	int write(LedgerChange change) {
		LedgerEntry before = Objects.requireNonNull(change.before());
		Map<String, @Nullable Object> changes = OrderRows.changes(before, change.after());
		Map<String, Object> event = change.events().isEmpty() ? Map.of()
				: this.outbox.parameters(change.events().get(0), change.eventsLeased(), change.traceparent());
		Map<String, @Nullable Object> parameters = OrderVersion.parameters(before, changes);
		parameters.putAll(event);
		if (change.receipt() != null) {
			parameters.putAll(JdbcWebhookJournal.parameters(change.receipt()));
		}
		parameters.remove("merchant");
		String sql = this.statements.computeIfAbsent(new Parts(OrderVersion.of(before), List.copyOf(changes.keySet()),
				List.copyOf(event.keySet()), change.receipt() != null), this::join);
		return this.database.rowStatement(sql).params(parameters).query(Integer.class).single();
	}

	private String join(Parts parts) {
		StringBuilder sql = new StringBuilder("WITH changed AS (")
			.append(OrderVersion.update(parts.changes(), parts.asRead()))
			.append(this.database.boundedLock())
			.append(" RETURNING id)");
		if (!parts.event().isEmpty()) {
			sql.append(", event AS (").append(JdbcEventOutbox.insertWithChange(parts.event())).append(')');
		}
		if (parts.webhook()) {
			sql.append(", webhook AS (").append(JdbcWebhookJournal.WITH_CHANGE).append(')');
		}
		return sql.append(" SELECT COUNT(*) FROM changed").toString();
	}

	/**
	 * What a statement consists of: the columns that change, those of the event, and
	 * whether there is a webhook.
	 */
	private record Parts(String asRead, List<String> changes, List<String> event, boolean webhook) {

	}

}
