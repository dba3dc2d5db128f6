/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Counts what is executed and committed through a DataSource, but for what recurs in the
 * background.
 */
public final class SqlCounter implements BeanPostProcessor {

	private final List<String> statements = new CopyOnWriteArrayList<>();

	private final AtomicInteger commits = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final boolean background;

	private volatile @Nullable DataSource uncounted;

	public SqlCounter() {
		this(false);
	}

	/**
	 * Creates a counter.
	 * @param background whether only what recurs in the background is counted
	 */
	public SqlCounter(boolean background) {
		this.background = background;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource) ? count(dataSource) : bean;
	}

	/**
	 * Returns the DataSource whose use is not counted.
	 */
	public DataSource uncounted() {
		return Objects.requireNonNull(this.uncounted);
	}

	/**
	 * Forgets what was counted.
	 */
	public void reset() {
		this.statements.clear();
		this.commits.set(0);
		this.connections.set(0);
	}

	/**
	 * Returns the statements that were executed, but for those that contain a word.
	 */
	public List<String> statements(String except) {
		return this.statements.stream().filter((sql) -> !sql.contains(except)).toList();
	}

	public int commits() {
		return this.commits.get();
	}

	public int connections() {
		return this.connections.get();
	}

	private DataSource count(DataSource dataSource) {
		this.uncounted = dataSource;
		return proxy(DataSource.class, dataSource, null);
	}

	private <T> T proxy(Class<T> type, Object target, @Nullable String sql) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> invoke(target, method, arguments, sql)));
	}

	private @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments, @Nullable String sql)
			throws Throwable {
		Object result;
		try {
			result = method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
		String name = method.getName();
		boolean counted = Thread.currentThread().getName().startsWith("kaspi-pay-background") == this.background;
		if (counted && target instanceof Connection && name.equals("commit")) {
			this.commits.incrementAndGet();
		}
		if (counted && target instanceof Statement && name.startsWith("execute")) {
			String executed = (sql != null) ? sql : String.valueOf((arguments != null) ? arguments[0] : "");
			this.statements.add(executed.strip().replaceAll("\\s+", " "));
		}
		if (result instanceof Connection connection && target instanceof DataSource) {
			this.connections.addAndGet(counted ? 1 : 0);
			return proxy(Connection.class, connection, null);
		}
		if (result instanceof PreparedStatement && target instanceof Connection && arguments != null) {
			return proxy(PreparedStatement.class, result, (String) arguments[0]);
		}
		if (result instanceof Statement && name.equals("createStatement")) {
			return proxy(Statement.class, result, null);
		}
		return result;
	}

	/**
	 * Shortens a statement for a table.
	 */
	public static String shortened(String sql) {
		String[] words = sql.split(" ");
		StringBuilder text = new StringBuilder(words[0].toLowerCase(Locale.ROOT));
		for (String word : words) {
			if (word.startsWith("counted_") || word.startsWith("set_config")) {
				return text.append(' ').append(word.replaceAll("\\(.*", "").replace("counted_", "")).toString();
			}
		}
		return text.toString();
	}

}
