package io.github.kaspipay.jdbc;

/**
 * The store in an H2 database.
 */
class H2OrderStoreContractTests extends JdbcOrderStoreContract {

	H2OrderStoreContractTests() {
		super(TestDatabases.h2());
	}

}
