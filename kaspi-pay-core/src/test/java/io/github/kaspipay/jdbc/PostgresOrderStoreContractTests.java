package io.github.kaspipay.jdbc;

/**
 * The store in a PostgreSQL database.
 */
class PostgresOrderStoreContractTests extends JdbcOrderStoreContract {

	PostgresOrderStoreContractTests() {
		super(TestDatabases.postgres());
	}

}
