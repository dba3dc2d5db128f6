/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.testsupport.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * The database that all instances share. Besides the ledger's tables it has the
 * listener's effects and runs, the faults to come, and every change of an order's status.
 * What is committed survives a crash of the server, though not one of the machine.
 */
final class Database implements AutoCloseable {

	private static final String TABLES = """
			CREATE TABLE crash_effect (id BIGINT GENERATED ALWAYS AS IDENTITY, order_id TEXT, event_id TEXT, pid BIGINT,
				at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
			CREATE INDEX crash_effect_order ON crash_effect (order_id);
			CREATE TABLE crash_fault (reference TEXT, point TEXT, action TEXT, remaining INTEGER, pid BIGINT,
				released BOOLEAN NOT NULL DEFAULT FALSE, passed BOOLEAN NOT NULL DEFAULT FALSE);
			CREATE TABLE crash_run (id BIGINT GENERATED ALWAYS AS IDENTITY, event_id TEXT, pid BIGINT,
				started_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), ended_at TIMESTAMPTZ);
			CREATE TABLE crash_status (order_id TEXT, before TEXT, after TEXT);
			CREATE FUNCTION crash_status() RETURNS trigger AS $$
				BEGIN
					INSERT INTO crash_status VALUES (NEW.order_id, OLD.status, NEW.status);
					RETURN NEW;
				END $$ LANGUAGE plpgsql;
			CREATE TRIGGER crash_status AFTER UPDATE ON kaspi_pay_order FOR EACH ROW
				WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION crash_status();
			""";

	private final int port;

	private final Path directory;

	private final Path data;

	private EmbeddedPostgres postgres;

	private final JdbcClient jdbc;

	Database() throws IOException {
		this.port = FreePort.find();
		this.directory = Files.createTempDirectory("crash-postgres");
		this.data = this.directory.resolve("data");
		this.postgres = start();
		DriverManagerDataSource dataSource = new DriverManagerDataSource(url());
		new LedgerSchema(dataSource, "kaspi_pay_").migrate();
		this.jdbc = JdbcClient.create(dataSource);
		this.jdbc.sql(TABLES).update();
	}

	private EmbeddedPostgres start() throws IOException {
		return EmbeddedPostgres.builder()
			.setPort(this.port)
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setServerConfig("fsync", "off")
			.setServerConfig("synchronous_commit", "on")
			.start();
	}

	String url() {
		return "jdbc:postgresql://localhost:" + this.port + "/postgres?user=postgres";
	}

	/**
	 * Returns what all instances with this database are started with.
	 */
	List<String> arguments() {
		return List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--spring.datasource.url=" + url() + "&socketTimeout=10",
				"--spring.datasource.hikari.maximum-pool-size=10", "--spring.datasource.hikari.connection-timeout=1000",
				"--spring.autoconfigure.exclude=org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"--logging.level.root=WARN", "--kaspi.pay.ledger.initialize-schema=never",
				"--kaspi.pay.events.first-pause=200ms", "--kaspi.pay.events.listener-timeout=2s");
	}

	JdbcClient jdbc() {
		return this.jdbc;
	}

	/**
	 * Stops the server, which ends all its sessions.
	 * @param signal {@code INT} to end in good order, {@code QUIT} to crash: the next
	 * start has to recover what was committed
	 */
	void stop(String signal) {
		try {
			long pid = Long.parseLong(Files.readAllLines(this.data.resolve("postmaster.pid")).get(0).strip());
			Signals.send(signal, pid);
			await().until(() -> ProcessHandle.of(pid).isEmpty());
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the server again, with the data it had.
	 */
	void startAgain() {
		try {
			this.postgres = start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void fault(String reference, FaultPoint point, String action, int times) {
		this.jdbc.sql("INSERT INTO crash_fault (reference, point, action, remaining) VALUES (?, ?, ?, ?)")
			.params(reference, point.name(), action, times)
			.update();
	}

	/**
	 * Returns the process that has reached a fault, or 0 if none has.
	 */
	long reachedBy(String reference, FaultPoint point) {
		return this.jdbc.sql("SELECT COALESCE(MAX(pid), 0) FROM crash_fault WHERE reference = ? AND point = ?")
			.params(reference, point.name())
			.query(Long.class)
			.single();
	}

	/**
	 * Returns how often an event was delivered or tried to be, as the ledger counts it.
	 */
	int attempts(String eventId) {
		return this.jdbc.sql("SELECT attempts FROM kaspi_pay_event WHERE event_id = ?")
			.param(eventId)
			.query(Integer.class)
			.single();
	}

	String state(String eventId) {
		return this.jdbc.sql("SELECT state FROM kaspi_pay_event WHERE event_id = ?")
			.param(eventId)
			.query(String.class)
			.optional()
			.orElse("-");
	}

	long deliveredAt(String eventId) {
		return this.jdbc.sql("SELECT delivered_at FROM kaspi_pay_event WHERE event_id = ?")
			.param(eventId)
			.query(Long.class)
			.single();
	}

	String lastError(String eventId) {
		return this.jdbc.sql("SELECT COALESCE(last_error, '-') FROM kaspi_pay_event WHERE event_id = ?")
			.param(eventId)
			.query(String.class)
			.single();
	}

	/**
	 * Returns how often a listener was called with an event of a marked order.
	 */
	int runs(String eventId) {
		return this.jdbc.sql("SELECT COUNT(*) FROM crash_run WHERE event_id = ?")
			.param(eventId)
			.query(Integer.class)
			.single();
	}

	/**
	 * Returns how often a listener was called with an event while another call was under
	 * way in the same process or, if {@code anywhere}, in another one.
	 */
	int overlaps(String eventId, boolean anywhere) {
		return this.jdbc
			.sql("SELECT COUNT(*) FROM crash_run a JOIN crash_run b ON a.event_id = b.event_id AND a.id < b.id "
					+ "AND (a.ended_at IS NULL OR a.ended_at > b.started_at) WHERE a.event_id = ? "
					+ "AND (a.pid = b.pid OR ?)")
			.params(eventId, anywhere)
			.query(Integer.class)
			.single();
	}

	void forget(String reference) {
		this.jdbc.sql("DELETE FROM crash_fault WHERE reference = ?").param(reference).update();
	}

	/**
	 * Says whether a process that paused at a fault has gone on.
	 */
	boolean isPassed(String reference) {
		return this.jdbc.sql("SELECT BOOL_AND(passed) FROM crash_fault WHERE reference = ?")
			.param(reference)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Ends all sessions, as a failover does.
	 */
	void endSessions() {
		this.jdbc
			.sql("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
					+ "AND backend_type = 'client backend'")
			.query(Long.class)
			.single();
	}

	void release(String reference) {
		this.jdbc.sql("UPDATE crash_fault SET released = TRUE WHERE reference = ?").param(reference).update();
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
