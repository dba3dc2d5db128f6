/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.context.ApplicationContext;

/**
 * The application's connection pool. A class of its own, since not all tests have one on
 * their class path.
 */
public final class Pool {

	private Pool() {
	}

	/**
	 * Returns how many connections are in use.
	 */
	public static int active(ApplicationContext context) {
		return context.getBean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
	}

}
