package io.github.kaspipay.jdbc;

/**
 * The stores in a MariaDB database.
 */
class MariaDbStoresTests extends JdbcStoresContract {

	MariaDbStoresTests() {
		super(TestDatabases.mariaDb());
	}

}
