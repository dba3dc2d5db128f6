/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The stores in a database, which the contract looks into.
 */
interface JdbcContract extends StoresContract {

	String PREFIX = "contract_";

	HikariDataSource dataSource();

	default Stores stores(JdbcStoreSettings settings) {
		return Stores.jdbc(dataSource(), clock(), settings);
	}

	/**
	 * Puts the tables' names into a statement.
	 */
	default StatementSpec sql(String template) {
		return JdbcClient.create(dataSource()).sql(template.replace("@@", PREFIX));
	}

}
