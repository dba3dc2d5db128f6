/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.ledger.AskedClaims;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.jspecify.annotations.Nullable;

/**
 * A ledger entry as a row, without its refunds.
 */
final class OrderRows {

	private static final String[] NAMES = { "order_id", "reference", "wire_reference", "attempt", "superseded",
			"status", "is_open", "amount", "refunded_amount", "refunded_known", "refunds", "refund_in_doubt", "qr_data",
			"payment_url", "created_at", "expires_at", "paid_at", "metadata", "unconfirmed", "unconfirmed_since",
			"disputed", "dispute_reason", "dispute_claims", "claimed_status", "claimed_amount", "disputed_at",
			"closed_locally", "recorded_at", "next_poll_at", "expedited_at", "asked_claims", "asked_answers",
			"asked_answered_at", "poll_interval", "poll_evenly_for", "give_up_after" };

	static final String COLUMNS = String.join(", ", NAMES);

	static final String PARAMETERS = Arrays.stream(NAMES).map((name) -> ":" + name).collect(Collectors.joining(", "));

	private OrderRows() {
	}

	static Map<String, @Nullable Object> parameters(LedgerEntry entry) {
		KaspiOrder order = entry.order();
		UnconfirmedStatus unconfirmed = entry.unconfirmed();
		Dispute dispute = entry.dispute();
		Map<String, @Nullable Object> parameters = new HashMap<>(2 * NAMES.length);
		parameters.put("order_id", order.orderId().isEmpty() ? null : order.orderId());
		parameters.put("reference", order.reference());
		parameters.put("wire_reference", entry.wireReference());
		parameters.put("attempt", entry.attempt());
		parameters.put("superseded", entry.superseded());
		parameters.put("status", order.status().value());
		parameters.put("is_open", order.isOpen());
		parameters.put("amount", order.amount());
		parameters.put("refunded_amount", order.refundedAmount());
		parameters.put("refunded_known", order.refundedAmountKnown());
		parameters.put("refunds", entry.refunds().size());
		parameters.put("refund_in_doubt", order.refundInDoubt());
		parameters.put("qr_data", text(order.qrData()));
		parameters.put("payment_url", (order.paymentUrl() != null) ? order.paymentUrl().toString() : null);
		parameters.put("created_at", millis(order.createdAt()));
		parameters.put("expires_at", millis(order.expiresAt()));
		parameters.put("paid_at", millis(order.paidAt()));
		parameters.put("metadata", Metadata.write(order.metadata()));
		parameters.put("unconfirmed", (unconfirmed != null) ? unconfirmed.status().value() : null);
		parameters.put("unconfirmed_since", (unconfirmed != null) ? millis(unconfirmed.since()) : null);
		parameters.put("disputed", order.disputed());
		parameters.put("dispute_reason", (dispute != null) ? dispute.reason().name() : null);
		parameters.put("dispute_claims", (dispute != null) ? String.join(",", dispute.claims()) : null);
		parameters.put("claimed_status", (dispute != null) ? dispute.status().value() : null);
		parameters.put("claimed_amount", (dispute != null) ? dispute.amount() : null);
		parameters.put("disputed_at", (dispute != null) ? millis(dispute.since()) : null);
		AskedClaims asked = entry.asked();
		parameters.put("asked_claims", asked.claims().isEmpty() ? null : String.join(",", asked.claims()));
		parameters.put("asked_answers", asked.answers());
		parameters.put("asked_answered_at", millis(asked.answeredAt()));
		parameters.put("closed_locally", entry.closedLocally());
		parameters.put("recorded_at", millis(entry.recordedAt()));
		parameters.put("next_poll_at", millis(entry.nextPollAt()));
		PollingSchedule schedule = entry.schedule();
		parameters.put("poll_interval", (schedule != null) ? schedule.interval().toMillis() : null);
		parameters.put("poll_evenly_for", (schedule != null) ? schedule.duration().toMillis() : null);
		parameters.put("give_up_after", (schedule != null) ? schedule.giveUpAfter().toMillis() : null);
		parameters.put("expedited_at", entry.expedited() ? millis(entry.nextPollAt()) : null);
		return parameters;
	}

	/**
	 * Returns the columns that an update sets, with their values. An expedited order
	 * stays where it is in the queue, as long as it is polled at all.
	 */
	static Map<String, @Nullable Object> changes(LedgerEntry before, LedgerEntry after) {
		Map<String, @Nullable Object> changes = parameters(after);
		changes.entrySet().removeAll(parameters(before).entrySet());
		changes.remove("expedited_at");
		if (changes.containsKey("next_poll_at") && after.nextPollAt() == null) {
			changes.put("expedited_at", null);
		}
		return changes;
	}

	static LedgerEntry map(ResultSet row, int number) throws SQLException {
		row.getLong("expedited_at");
		boolean expedited = !row.wasNull();
		return new LedgerEntry(order(row, number), row.getString("wire_reference"), row.getInt("attempt"),
				row.getBoolean("superseded"), List.of(), unconfirmed(row), dispute(row),
				row.getBoolean("closed_locally"), Instant.ofEpochMilli(row.getLong("recorded_at")),
				instant(row, "next_poll_at"), expedited, row.getLong("version"), asked(row), schedule(row));
	}

	private static @Nullable PollingSchedule schedule(ResultSet row) throws SQLException {
		long interval = row.getLong("poll_interval");
		return row.wasNull() ? null
				: new PollingSchedule(Duration.ofMillis(interval),
						Duration.ofMillis(required(row, "poll_evenly_for", Long::valueOf)),
						Duration.ofMillis(required(row, "give_up_after", Long::valueOf)));
	}

	private static AskedClaims asked(ResultSet row) throws SQLException {
		String claims = row.getString("asked_claims");
		return new AskedClaims((claims != null) ? list(claims) : List.of(), row.getInt("asked_answers"),
				instant(row, "asked_answered_at"));
	}

	static KaspiOrder order(ResultSet row, int number) throws SQLException {
		String orderId = row.getString("order_id");
		Map<String, String> metadata = optional(row, "metadata", Metadata::read);
		return new KaspiOrder((orderId != null) ? orderId : "", row.getString("reference"), status(row, "status"),
				amount(row, "amount"), amount(row, "refunded_amount"), row.getString("qr_data"),
				optional(row, "payment_url", URI::create), instant(row, "created_at"), instant(row, "expires_at"),
				instant(row, "paid_at"), row.getBoolean("disputed"),
				optional(row, "claimed_status", KaspiOrderStatus::new), optionalAmount(row, "claimed_amount"),
				row.getBoolean("refund_in_doubt"), row.getBoolean("refunded_known"),
				(metadata != null) ? metadata : Map.of(), row.getString("merchant"));
	}

	private static @Nullable UnconfirmedStatus unconfirmed(ResultSet row) throws SQLException {
		KaspiOrderStatus status = optional(row, "unconfirmed", KaspiOrderStatus::new);
		return (status != null)
				? new UnconfirmedStatus(status, Instant.ofEpochMilli(required(row, "unconfirmed_since", Long::valueOf)))
				: null;
	}

	private static @Nullable Dispute dispute(ResultSet row) throws SQLException {
		Reason reason = optional(row, "dispute_reason", Reason::valueOf);
		return (reason != null)
				? new Dispute(reason, status(row, "claimed_status"), optionalAmount(row, "claimed_amount"),
						Instant.ofEpochMilli(required(row, "disputed_at", Long::valueOf)), row.getBoolean("disputed"),
						required(row, "dispute_claims", OrderRows::list))
				: null;
	}

	private static KaspiOrderStatus status(ResultSet row, String column) throws SQLException {
		return required(row, column, KaspiOrderStatus::new);
	}

	private static List<String> list(String text) {
		return List.of(text.split(","));
	}

	private static <T> T required(ResultSet row, String column, Function<String, T> reader) throws SQLException {
		T value = optional(row, column, reader);
		if (value == null) {
			throw unreadable(row, column, "it is null", null);
		}
		return value;
	}

	/**
	 * Reads what may have been written by a later version, or by hand: whoever looks
	 * through many orders has to be told which one it is.
	 * @throws IllegalStateException if it cannot be read
	 */
	private static <T> @Nullable T optional(ResultSet row, String column, Function<String, T> reader)
			throws SQLException {
		String text = row.getString(column);
		try {
			return (text != null) ? reader.apply(text) : null;
		}
		catch (RuntimeException ex) {
			throw unreadable(row, column, ex.getMessage(), ex);
		}
	}

	private static IllegalStateException unreadable(ResultSet row, String column, @Nullable String why,
			@Nullable Exception cause) throws SQLException {
		return new IllegalStateException("Column " + column + " of order '" + row.getString("order_id") + "' (row "
				+ row.getLong("id") + ") cannot be read: " + why, cause);
	}

	/**
	 * PostgreSQL keeps no NUL.
	 */
	static @Nullable String text(@Nullable String value) {
		return (value != null) ? value.replace("\0", "") : null;
	}

	static BigDecimal amount(ResultSet row, String column) throws SQLException {
		BigDecimal amount = row.getBigDecimal(column).stripTrailingZeros();
		return (amount.scale() < 0) ? amount.setScale(0) : amount;
	}

	static @Nullable BigDecimal optionalAmount(ResultSet row, String column) throws SQLException {
		return (row.getBigDecimal(column) != null) ? amount(row, column) : null;
	}

	static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		long millis = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	static @Nullable Long millis(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

}
