/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database, whose connections can be stopped right before and right after a commit,
 * be it a commit or a statement that commits by itself.
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
		return proxy(Connection.class, (method, arguments) -> {
			Object result = invoke(connection, method, arguments, method.getName().equals("commit"));
			return (result instanceof PreparedStatement statement) ? watched(connection, statement) : result;
		});
	}

	private PreparedStatement watched(Connection connection, PreparedStatement statement) {
		return proxy(PreparedStatement.class, (method, arguments) -> invoke(statement, method, arguments,
				method.getName().startsWith("execute") && connection.getAutoCommit()));
	}

	private @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments, boolean commits)
			throws Throwable {
		if (commits) {
			this.faults.reachBeforeCommit();
		}
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		finally {
			if (commits) {
				this.faults.reachAfterCommit();
			}
		}
	}

	private static <T> T proxy(Class<T> type, Invocation invocation) {
		return type.cast(Proxy.newProxyInstance(CrashDataSource.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> invocation.invoke(method, arguments)));
	}

	private interface Invocation {

		@Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable;

	}

}
