package io.github.kaspipay.test.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Stops or fails an instance where the driver's table of faults says so. Only orders
 * whose reference begins with {@link #MARK} are looked up, so that the others lose no
 * time.
 */
class FaultPoints {

	static final String MARK = "fault-";

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);

	private final String url;

	private final Map<String, String> claimed = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable Work> work = new ThreadLocal<>();

	FaultPoints(String url) {
		this.url = url;
	}

	void beginIntake(@Nullable String reference) {
		begin(reference, FaultPoint.INTAKE_BEFORE_COMMIT, FaultPoint.INTAKE_AFTER_COMMIT);
	}

	void beginDelivery(@Nullable String reference) {
		begin(reference, FaultPoint.DELIVERY_BEFORE_COMMIT, FaultPoint.DELIVERY_AFTER_COMMIT);
	}

	private void begin(@Nullable String reference, FaultPoint beforeCommit, FaultPoint afterCommit) {
		this.work.set((reference != null) ? new Work(reference, beforeCommit, afterCommit) : null);
	}

	void end() {
		this.work.remove();
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
	 * Remembers the reference of an order that is asked about: the answer does not name
	 * it.
	 */
	void claimed(String orderId, @Nullable String reference) {
		if (reference != null && reference.startsWith(MARK)) {
			this.claimed.put(orderId, reference);
		}
	}

	void reachClaimed(FaultPoint point, String orderId) {
		reach(point, this.claimed.get(orderId));
	}

	void reach(FaultPoint point, @Nullable String reference) {
		if (reference == null || !reference.startsWith(MARK)) {
			return;
		}
		try (Connection connection = DriverManager.getConnection(this.url)) {
			String action = take(connection, point, reference);
			if ("throw".equals(action)) {
				throw new IllegalStateException("Thrown on purpose at " + point + " of " + reference);
			}
			if ("pause".equals(action)) {
				pause(connection, point, reference);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
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

	private static void pause(Connection connection, FaultPoint point, String reference) throws SQLException {
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
