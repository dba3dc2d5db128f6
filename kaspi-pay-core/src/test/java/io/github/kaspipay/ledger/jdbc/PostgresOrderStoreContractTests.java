package io.github.kaspipay.ledger.jdbc;

/**
 * The store in a PostgreSQL database.
 */
class PostgresOrderStoreContractTests extends JdbcOrderStoreContract {

	PostgresOrderStoreContractTests() {
		super(TestDatabases.postgres());
	}

}
