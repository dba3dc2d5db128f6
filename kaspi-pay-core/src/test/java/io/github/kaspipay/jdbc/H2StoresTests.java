/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

/**
 * The stores in an H2 database.
 */
class H2StoresTests extends JdbcStoresContract {

	H2StoresTests() {
		super(TestDatabases.h2());
	}

}
