package io.github.kaspipay.jdbc;

/**
 * The store in a MariaDB database.
 */
class MariaDbOrderStoreContractTests extends JdbcOrderStoreContract {

	MariaDbOrderStoreContractTests() {
		super(TestDatabases.mariaDb());
	}

}
