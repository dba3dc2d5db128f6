/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import io.github.kaspipay.qrapi.LeasingQrDeviceStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the devices' tokens in the ledger's database. One instance at a time registers a
 * device; a database that is away holds nobody up. Thread-safe. Internal: it may change
 * in any release.
 */
public class JdbcQrDeviceStore extends LeasingQrDeviceStore {

	private static final Logger logger = LoggerFactory.getLogger(JdbcQrDeviceStore.class);

	private static final String FIND = "SELECT token FROM @@prefix@@device WHERE device = :device AND token IS NOT NULL";

	private static final String INSERT = """
			INSERT INTO @@prefix@@device (device, leased_until) VALUES (:device, :until)
			""";

	private static final String LEASE = """
			UPDATE @@prefix@@device SET leased_until = :until
			WHERE device = :device AND leased_until < :now AND (token IS NULL OR token = :refused)
			""";

	private static final String SAVE = """
			UPDATE @@prefix@@device SET token = :token, leased_until = 0 WHERE device = :device
			""";

	private static final String RELEASE = "UPDATE @@prefix@@device SET leased_until = 0 WHERE device = :device";

	/**
	 * What the column holds.
	 */
	private static final int LONGEST_TOKEN = 1000;

	private final LedgerDatabase database;

	/**
	 * Creates the store.
	 * @param database the database, which all merchants share
	 */
	public JdbcQrDeviceStore(LedgerDatabase database) {
		this.database = database;
	}

	@Override
	protected Lookup findOrLease(String device, @Nullable String refused, String owner) {
		try {
			String token = find(device);
			if (token != null && !token.equals(refused)) {
				return Lookup.found(token);
			}
			return acquire(device, refused) ? Lookup.ACQUIRED : Lookup.HELD;
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The device's token cannot be read from the database; this instance registers by itself: {}",
					reason(ex));
			return Lookup.UNAVAILABLE;
		}
	}

	private @Nullable String find(String device) {
		return this.database.read(() -> this.database.sharedStatement(FIND)
			.param("device", device)
			.query(String.class)
			.optional()
			.orElse(null));
	}

	private boolean acquire(String device, @Nullable String refused) {
		long now = this.database.now();
		long until = now + LEASE_TIME.toMillis();
		int leased = this.database.write(() -> this.database.sharedStatement(LEASE)
			.param("device", device)
			.param("now", now)
			.param("until", until)
			.param("refused", (refused != null) ? refused : "")
			.update());
		return leased == 1 || insert(device, until);
	}

	private boolean insert(String device, long until) {
		try {
			return this.database
				.write(() -> this.database.sharedStatement(INSERT + this.database.platform().onDuplicateKey())
					.param("device", device)
					.param("until", until)
					.update()) == 1;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	@Override
	protected void release(String device, String owner, @Nullable String token) {
		boolean kept = token != null && token.length() <= LONGEST_TOKEN;
		if (token != null && !kept) {
			logger.warn("The device's token has more than {} characters; each instance registers by itself",
					LONGEST_TOKEN);
		}
		try {
			this.database.write(() -> kept
					? this.database.sharedStatement(SAVE).param("device", device).param("token", token).update()
					: this.database.sharedStatement(RELEASE).param("device", device).update());
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The device's token could not be kept in the database; another instance registers again: {}",
					reason(ex));
		}
	}

	/**
	 * A database's own message may quote the token.
	 */
	private static String reason(RuntimeException failure) {
		return failure.getClass().getSimpleName() + ", "
				+ NestedExceptionUtils.getMostSpecificCause(failure).getClass().getName();
	}

}
