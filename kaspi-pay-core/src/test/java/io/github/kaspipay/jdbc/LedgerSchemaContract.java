/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;

import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the tables of every store in a database come to be once, however many ask for them,
 * and are upgraded.
 */
interface LedgerSchemaContract extends JdbcContract {

	String UPGRADE = "io/github/kaspipay/jdbc/upgrade/";

	@Test
	default void createsTheTablesOnceForManyInstances() throws Exception {
		LedgerSchema schema = new LedgerSchema(dataSource(), "many_");
		assertThat(schema.installedVersion()).isZero();
		assertThat(schema.isCurrent()).isFalse();
		assertThat(new ClassPathResource(schema.nextScript()).exists()).isTrue();
		Deliveries.together(5, () -> {
			new LedgerSchema(dataSource(), "many_").migrate();
			return true;
		});
		assertThat(schema.installedVersion()).isEqualTo(1);
		assertThat(schema.isCurrent()).isTrue();
		schema.migrate();
		assertThat(versions("many_")).containsExactly(1);
		assertThatTablesWork("many_");
	}

	@Test
	default void putsTheTablesIntoASchema() {
		JdbcClient.create(dataSource()).sql("CREATE SCHEMA IF NOT EXISTS shop").update();
		LedgerSchema schema = new LedgerSchema(dataSource(), "shop.kaspi_");
		assertThat(schema.installedVersion()).isZero();
		schema.migrate();
		assertThat(schema.isCurrent()).isTrue();
		assertThatTablesWork("shop.kaspi_");
	}

	@Test
	default void upgradesTablesOfAnOlderVersion() {
		LedgerSchema older = new LedgerSchema(dataSource(), "upgrade_");
		older.migrate();
		Stores stores = stores("upgrade_");
		LedgerEntry entry = LedgerData.open("1");
		stores.insert(entry, LedgerData.paid("1"));
		LedgerSchema newer = new LedgerSchema(dataSource(), "upgrade_", UPGRADE, 3, Duration.ofSeconds(10));
		assertThat(newer.isCurrent()).isFalse();
		assertThat(newer.nextScript()).startsWith(UPGRADE).endsWith("-2.sql");
		newer.migrate();
		assertThat(newer.installedVersion()).isEqualTo(3);
		assertThat(newer.isCurrent()).isTrue();
		assertThat(older.isCurrent()).isTrue();
		assertThat(versions("upgrade_")).containsExactly(1, 2, 3);
		assertThat(JdbcClient.create(dataSource())
			.sql("SELECT note FROM upgrade_order WHERE order_id = '1'")
			.query(String.class)
			.single()).isEqualTo("third");
		assertThat(stores.ledger().findByOrderId("1")).isEqualTo(entry);
		assertThat(new Deliveries(stores.outbox()).all()).containsExactly(LedgerData.paid("1"));
	}

	@Test
	default void finishesWhatWasLeftHalfDone() {
		new LedgerSchema(dataSource(), "rest_").migrate();
		JdbcClient jdbc = JdbcClient.create(dataSource());
		jdbc.sql("DELETE FROM rest_schema").update();
		LedgerSchema schema = new LedgerSchema(dataSource(), "rest_");
		assertThat(schema.installedVersion()).isZero();
		if (SqlPlatform.of(dataSource()) != SqlPlatform.POSTGRESQL) {
			jdbc.sql("DROP TABLE rest_webhook").update();
			schema.migrate();
			assertThat(schema.isCurrent()).isTrue();
			assertThatTablesWork("rest_");
		}
	}

	private void assertThatTablesWork(String prefix) {
		Stores stores = stores(prefix);
		assertThat(stores.insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), LedgerData.receipt("1")))
			.isTrue();
		assertThat(stores.ledger().findByReference("ref-1")).containsExactly(LedgerData.open("1"));
		assertThat(new Deliveries(stores.outbox()).all()).containsExactly(LedgerData.paid("1"));
	}

	private Stores stores(String prefix) {
		return Stores.jdbc(dataSource(), new MutableClock(LedgerData.START), prefix);
	}

	private List<Integer> versions(String prefix) {
		return JdbcClient.create(dataSource())
			.sql("SELECT version FROM " + prefix + "schema ORDER BY version")
			.query(Integer.class)
			.list();
	}

}
