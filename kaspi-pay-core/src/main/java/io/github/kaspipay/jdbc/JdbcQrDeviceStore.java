/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.qrapi.QrDeviceStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the devices' tokens in the ledger's database. One instance at a time registers a
 * device; a database that is away holds nobody up. Thread-safe.
 */
public class JdbcQrDeviceStore implements QrDeviceStore {

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
	 * Longer than any call takes.
	 */
	private static final Duration LEASE_TIME = Duration.ofMinutes(1);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

	private static final Duration PAUSE = Duration.ofMillis(100);

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
	public String obtain(String device, @Nullable String refused, Supplier<String> registration) {
		long end = System.nanoTime() + LONGEST_WAIT.toNanos();
		boolean leased = false;
		try {
			do {
				String token = find(device);
				if (token != null && !token.equals(refused)) {
					return token;
				}
				leased = acquire(device, refused);
				if (!leased) {
					pause();
				}
			}
			while (!leased && System.nanoTime() - end < 0);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The device's token cannot be read from the database; this instance registers by itself: {}",
					reason(ex));
			leased = false;
		}
		return leased ? register(device, registration) : registration.get();
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

	private String register(String device, Supplier<String> registration) {
		String token = null;
		try {
			token = registration.get();
			return token;
		}
		finally {
			release(device, token);
		}
	}

	private void release(String device, @Nullable String token) {
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

	private static void pause() {
		try {
			Thread.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KaspiConnectionException("Interrupted while another instance registers the device", ex);
		}
	}

}
