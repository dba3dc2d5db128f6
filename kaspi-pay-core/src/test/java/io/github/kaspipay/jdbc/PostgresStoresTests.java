package io.github.kaspipay.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The stores in a PostgreSQL database.
 */
class PostgresStoresTests extends JdbcStoresContract {

	PostgresStoresTests() {
		super(TestDatabases.postgres());
	}

	@Test
	void leavesNothingOfAScriptThatFails() {
		JdbcClient jdbc = JdbcClient.create(dataSource());
		jdbc.sql("CREATE TABLE half_webhook (id BIGINT)").update();
		LedgerSchema schema = new LedgerSchema(dataSource(), "half_", "io/github/kaspipay/jdbc/", 1, Duration.ZERO);
		assertThatException().isThrownBy(schema::migrate).withMessageContaining("postgresql-1.sql");
		assertThat(schema.installedVersion()).isZero();
		jdbc.sql("DROP TABLE half_webhook").update();
		schema.migrate();
		assertThat(schema.isCurrent()).isTrue();
	}

}
