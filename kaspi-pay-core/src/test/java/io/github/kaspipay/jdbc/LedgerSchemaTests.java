package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.MutableClock;
import io.github.kaspipay.ledger.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The ledger's tables come to be once, however many ask for them, and are upgraded.
 */
class LedgerSchemaTests {

	private static final String UPGRADE = "io/github/kaspipay/jdbc/upgrade/";

	static Stream<HikariDataSource> databases() {
		return Stream.of(TestDatabases.postgres(), TestDatabases.h2(), TestDatabases.mariaDb());
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void createsTheTablesOnceForManyInstances(HikariDataSource dataSource) throws Exception {
		LedgerSchema schema = new LedgerSchema(dataSource, "many_");
		assertThat(schema.installedVersion()).isZero();
		assertThat(schema.isCurrent()).isFalse();
		assertThat(new ClassPathResource(schema.nextScript()).exists()).isTrue();
		Deliveries.together(5, () -> {
			new LedgerSchema(dataSource, "many_").migrate();
			return true;
		});
		assertThat(schema.installedVersion()).isEqualTo(1);
		assertThat(schema.isCurrent()).isTrue();
		schema.migrate();
		assertThat(versions(dataSource, "many_")).containsExactly(1);
		assertThatTablesWork(dataSource, "many_");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void putsTheTablesIntoASchema(HikariDataSource dataSource) {
		JdbcClient.create(dataSource).sql("CREATE SCHEMA IF NOT EXISTS shop").update();
		LedgerSchema schema = new LedgerSchema(dataSource, "shop.kaspi_");
		assertThat(schema.installedVersion()).isZero();
		schema.migrate();
		assertThat(schema.isCurrent()).isTrue();
		assertThatTablesWork(dataSource, "shop.kaspi_");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void upgradesTablesOfAnOlderVersion(HikariDataSource dataSource) {
		LedgerSchema older = new LedgerSchema(dataSource, "upgrade_");
		older.migrate();
		Stores stores = stores(dataSource, "upgrade_");
		LedgerEntry entry = LedgerData.open("1");
		stores.insert(entry, LedgerData.paid("1"));
		LedgerSchema newer = new LedgerSchema(dataSource, "upgrade_", UPGRADE, 3, Duration.ofSeconds(10));
		assertThat(newer.isCurrent()).isFalse();
		assertThat(newer.nextScript()).startsWith(UPGRADE).endsWith("-2.sql");
		newer.migrate();
		assertThat(newer.installedVersion()).isEqualTo(3);
		assertThat(newer.isCurrent()).isTrue();
		assertThat(older.isCurrent()).isTrue();
		assertThat(versions(dataSource, "upgrade_")).containsExactly(1, 2, 3);
		assertThat(JdbcClient.create(dataSource)
			.sql("SELECT note FROM upgrade_order WHERE order_id = '1'")
			.query(String.class)
			.single()).isEqualTo("third");
		assertThat(stores.ledger().findByOrderId("1")).isEqualTo(entry);
		assertThat(new Deliveries(stores.outbox()).all()).containsExactly(LedgerData.paid("1"));
	}

	@Test
	void leavesNothingOfAScriptThatFailsOnPostgres() {
		HikariDataSource dataSource = TestDatabases.postgres();
		JdbcClient jdbc = JdbcClient.create(dataSource);
		jdbc.sql("CREATE TABLE half_webhook (id BIGINT)").update();
		LedgerSchema schema = new LedgerSchema(dataSource, "half_", "io/github/kaspipay/jdbc/", 1, Duration.ZERO);
		assertThatException().isThrownBy(schema::migrate).withMessageContaining("postgresql-1.sql");
		assertThat(schema.installedVersion()).isZero();
		jdbc.sql("DROP TABLE half_webhook").update();
		schema.migrate();
		assertThat(schema.isCurrent()).isTrue();
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void finishesWhatWasLeftHalfDone(HikariDataSource dataSource) {
		new LedgerSchema(dataSource, "rest_").migrate();
		JdbcClient jdbc = JdbcClient.create(dataSource);
		jdbc.sql("DELETE FROM rest_schema").update();
		LedgerSchema schema = new LedgerSchema(dataSource, "rest_");
		assertThat(schema.installedVersion()).isZero();
		if (SqlPlatform.of(dataSource) != SqlPlatform.POSTGRESQL) {
			jdbc.sql("DROP TABLE rest_webhook").update();
			schema.migrate();
			assertThat(schema.isCurrent()).isTrue();
			assertThatTablesWork(dataSource, "rest_");
		}
	}

	@Test
	void refusesAPrefixThatIsNone() {
		for (String prefix : List.of("", "a b_", "a;", "a.b.c_", ".a_", "a.", "1_", "a-")) {
			assertThatIllegalArgumentException().isThrownBy(() -> Stores.settings(prefix, Duration.ofSeconds(1)));
		}
	}

	private static void assertThatTablesWork(HikariDataSource dataSource, String prefix) {
		Stores stores = stores(dataSource, prefix);
		assertThat(stores.insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), LedgerData.receipt("1")))
			.isTrue();
		assertThat(stores.ledger().findByReference("ref-1")).containsExactly(LedgerData.open("1"));
		assertThat(new Deliveries(stores.outbox()).all()).containsExactly(LedgerData.paid("1"));
	}

	private static Stores stores(HikariDataSource dataSource, String prefix) {
		return Stores.jdbc(dataSource, new MutableClock(LedgerData.START), prefix);
	}

	private static List<Integer> versions(HikariDataSource dataSource, String prefix) {
		return JdbcClient.create(dataSource)
			.sql("SELECT version FROM " + prefix + "schema ORDER BY version")
			.query(Integer.class)
			.list();
	}

}
