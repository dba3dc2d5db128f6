/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Stops or fails an instance where the driver's table of faults says so. Only orders
 * whose reference begins with {@link #MARK} are looked up, so that the others lose no
 * time. An action is one of
 * <ul>
 * <li>{@code throw};
 * <li>{@code pause}: goes on when it is released, whatever interrupts it;
 * <li>{@code hang}: the same, but ends when it is interrupted;
 * <li>{@code halt}: ends the process.
 * </ul>
 */
class FaultPoints {

	static final String MARK = "fault-";

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);

	private final String url;

	private final Map<String, String> references = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable Work> work = new ThreadLocal<>();

	FaultPoints(String url) {
		this.url = url;
	}

	/**
	 * Does work of an order's that can be stopped around its commit.
	 */
	boolean during(@Nullable String reference, @Nullable FaultPoint beforeCommit, @Nullable FaultPoint afterCommit,
			BooleanSupplier write) {
		Work outer = this.work.get();
		this.work.set((reference != null && beforeCommit != null && afterCommit != null)
				? new Work(reference, beforeCommit, afterCommit) : null);
		try {
			return write.getAsBoolean();
		}
		finally {
			this.work.set(outer);
		}
	}

	void reachBeforeCommit() {
		Work work = this.work.get();
		if (work != null) {
			reach(work.beforeCommit(), work.reference());
		}
	}

	void reachAfterCommit() {
		Work work = this.work.get();
		if (work != null) {
			reach(work.afterCommit(), work.reference());
		}
	}

	/**
	 * Remembers the reference of an order that is read from the ledger: what is sent to
	 * Kaspi Pay and what it answers do not name it.
	 */
	void read(String orderId, @Nullable String reference) {
		if (isMarked(reference)) {
			this.references.put(orderId, reference);
		}
	}

	void reachRead(FaultPoint point, String orderId) {
		reach(point, this.references.get(orderId));
	}

	/**
	 * Runs a listener. Of marked orders it is written down when it began and ended.
	 */
	void listen(String eventId, @Nullable String reference, Runnable listener) {
		if (!isMarked(reference)) {
			listener.run();
			return;
		}
		long run = begin(eventId);
		try {
			listener.run();
		}
		finally {
			end(run);
		}
	}

	/**
	 * Writes down that a listener was called.
	 */
	long begin(String eventId) {
		try (Connection connection = connect();
				PreparedStatement statement = connection
					.prepareStatement("INSERT INTO crash_run (event_id, pid) VALUES (?, ?) RETURNING id")) {
			statement.setString(1, eventId);
			statement.setLong(2, ProcessHandle.current().pid());
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getLong(1);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void end(long run) {
		boolean interrupted = Thread.interrupted();
		try (Connection connection = connect();
				PreparedStatement statement = connection
					.prepareStatement("UPDATE crash_run SET ended_at = clock_timestamp() WHERE id = ?")) {
			statement.setLong(1, run);
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	void reach(FaultPoint point, @Nullable String reference) {
		if (!isMarked(reference)) {
			return;
		}
		try (Connection connection = connect()) {
			String action = take(connection, point, reference);
			if ("throw".equals(action)) {
				throw new IllegalStateException("Thrown on purpose at " + point + " of " + reference);
			}
			if ("halt".equals(action)) {
				Runtime.getRuntime().halt(2);
			}
			if (action != null) {
				pause(connection, point, reference, action.equals("hang"));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.url);
	}

	private static boolean isMarked(@Nullable String reference) {
		return reference != null && reference.startsWith(MARK);
	}

	private static @Nullable String take(Connection connection, FaultPoint point, String reference)
			throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("UPDATE crash_fault SET remaining = remaining - 1, pid = ? WHERE reference = ? AND "
					+ "point = ? AND remaining > 0 RETURNING action")) {
			statement.setLong(1, ProcessHandle.current().pid());
			statement.setString(2, reference);
			statement.setString(3, point.name());
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? result.getString(1) : null;
			}
		}
	}

	private static void pause(Connection connection, FaultPoint point, String reference, boolean interruptible)
			throws SQLException {
		long end = System.nanoTime() + LONGEST_PAUSE;
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT released FROM crash_fault WHERE reference = ? AND point = ?")) {
			statement.setString(1, reference);
			statement.setString(2, point.name());
			while (System.nanoTime() < end) {
				try (ResultSet result = statement.executeQuery()) {
					if (!result.next() || result.getBoolean(1)) {
						break;
					}
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
				if (Thread.interrupted() && interruptible) {
					throw new IllegalStateException("Interrupted at " + point + " of " + reference);
				}
			}
		}
		try (PreparedStatement statement = connection
			.prepareStatement("UPDATE crash_fault SET passed = TRUE WHERE reference = ? AND point = ?")) {
			statement.setString(1, reference);
			statement.setString(2, point.name());
			statement.executeUpdate();
		}
	}

	private record Work(String reference, FaultPoint beforeCommit, FaultPoint afterCommit) {

	}

}
