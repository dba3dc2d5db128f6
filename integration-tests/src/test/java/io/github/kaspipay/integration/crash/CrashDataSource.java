/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database, whose connections can be stopped right before and right after a commit.
 */
class CrashDataSource extends DelegatingDataSource {

	private final FaultPoints faults;

	CrashDataSource(DataSource dataSource, FaultPoints faults) {
		super(dataSource);
		this.faults = faults;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = obtainTargetDataSource().getConnection();
		return (Connection) Proxy.newProxyInstance(CrashDataSource.class.getClassLoader(),
				new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> invoke(connection, method, arguments));
	}

	private @Nullable Object invoke(Connection connection, Method method, Object @Nullable [] arguments)
			throws Throwable {
		boolean commit = method.getName().equals("commit");
		if (commit) {
			this.faults.reachBeforeCommit();
		}
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		finally {
			if (commit) {
				this.faults.reachAfterCommit();
			}
		}
	}

}
