/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.Properties;

import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The stores in a PostgreSQL database.
 */
class PostgresStoresTests extends JdbcStoresContract {

	private static final String LEVEL = "SHOW transaction_isolation";

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

	@Test
	void readsWhatIsCommittedWhateverIsTheDefault() {
		DriverManagerDataSource serializable = new DriverManagerDataSource(dataSource().getJdbcUrl(),
				dataSource().getUsername(), "");
		Properties properties = new Properties();
		properties.setProperty("options", "-c default_transaction_isolation=serializable");
		serializable.setConnectionProperties(properties);
		LedgerDatabase database = new LedgerDatabase(serializable, new JdbcTransactionManager(serializable), clock(),
				Stores.settings(PREFIX, Duration.ofSeconds(30)));
		assertThat(database.sharedStatement(LEVEL).query(String.class).single()).isEqualTo("serializable");
		assertThat(database.write(() -> database.sharedStatement(LEVEL).query(String.class).single()))
			.isEqualTo("read committed");
		assertThat(database.deliver(() -> database.deliveryStatement(LEVEL).query(String.class).single()))
			.isEqualTo("read committed");
	}

	@Test
	void boundsTheWaitForTheLockOfAnOrder() {
		sql("CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS "
				+ "'BEGIN NEW.qr_data = current_setting(''lock_timeout''); RETURN NEW; END'")
			.update();
		sql("CREATE TRIGGER wait BEFORE UPDATE ON @@order FOR EACH ROW EXECUTE FUNCTION wait()").update();
		try {
			stores().insert(LedgerData.open("1"));
			assertThat(stores().update(LedgerData.open("1"),
					LedgerData.with(LedgerData.open("1"), KaspiOrderStatus.PAID), LedgerData.paid("1")))
				.isTrue();
			assertThat(find("1").order().qrData()).isEqualTo("5s");
		}
		finally {
			sql("DROP FUNCTION wait() CASCADE").update();
		}
	}

}
