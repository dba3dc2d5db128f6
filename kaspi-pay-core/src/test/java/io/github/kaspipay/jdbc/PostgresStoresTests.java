package io.github.kaspipay.jdbc;

/**
 * The stores in a PostgreSQL database.
 */
class PostgresStoresTests extends JdbcStoresContract {

	PostgresStoresTests() {
		super(TestDatabases.postgres());
	}

}
