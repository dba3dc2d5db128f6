/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.Locale;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Has PostgreSQL explain every statement just before it runs: with the plan for its
 * values, and with the one for any values, which PostgreSQL turns to once a statement has
 * run often enough.
 */
final class PlanWatch extends DelegatingDataSource {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final List<Explained> explained = new ArrayList<>();

	PlanWatch(DataSource dataSource) {
		super(dataSource);
	}

	/**
	 * Returns what ran.
	 */
	List<Explained> explained() {
		return this.explained;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return proxy(Connection.class, (proxy, method, arguments) -> {
			Object result = invoke(connection, method, arguments);
			return method.getName().equals("prepareStatement")
					? watched(connection, (PreparedStatement) result, String.valueOf(arguments[0])) : result;
		});
	}

	private PreparedStatement watched(Connection connection, PreparedStatement statement, String sql) {
		Map<Integer, @Nullable Object> values = new TreeMap<>();
		return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
			if (method.getName().equals("setNull")) {
				values.put((Integer) arguments[0], null);
			}
			else if (method.getName().startsWith("set") && arguments.length > 1) {
				values.put((Integer) arguments[0], arguments[1]);
			}
			else if (method.getName().startsWith("execute") && !sql.startsWith("SET ")) {
				explain(connection, sql, values);
			}
			return invoke(statement, method, arguments);
		});
	}

	/**
	 * Explaining runs a statement, and leaves nothing behind.
	 */
	private void explain(Connection connection, String sql, Map<Integer, @Nullable Object> values) throws SQLException {
		boolean alone = connection.getAutoCommit();
		if (alone) {
			connection.setAutoCommit(false);
		}
		for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
			this.explained.add(new Explained(sql, new TreeMap<>(values), isByIndex(connection), mode,
					explain(connection, sql, values, mode)));
		}
		if (alone) {
			connection.rollback();
			connection.setAutoCommit(true);
		}
	}

	private static boolean isByIndex(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet setting = statement.executeQuery("SHOW enable_seqscan")) {
			setting.next();
			return setting.getString(1).equals("off");
		}
	}

	private static JsonNode explain(Connection connection, String sql, Map<Integer, @Nullable Object> values,
			String mode) throws SQLException {
		Savepoint before = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET plan_cache_mode = " + mode);
			statement.execute("PREPARE watched AS " + numbered(sql));
			try {
				return plan(statement, "watched" + arguments(values));
			}
			finally {
				connection.rollback(before);
				statement.execute("DEALLOCATE watched");
				statement.execute("RESET plan_cache_mode");
			}
		}
	}

	/**
	 * Has PostgreSQL make the plans for any values of statements that were explained, on
	 * other tables, and keep them while these are filled; then explains how they run.
	 */
	List<Explained> explainKept(List<Explained> statements, UnaryOperator<String> otherTables, Runnable fill)
			throws SQLException {
		List<Explained> kept = new ArrayList<>();
		try (Connection connection = super.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("SET plan_cache_mode = force_generic_plan");
			connection.setAutoCommit(false);
			for (int i = 0; i < statements.size(); i++) {
				Explained each = statements.get(i);
				Savepoint before = connection.setSavepoint();
				for (String setting : List.of("enable_seqscan", "enable_bitmapscan", "enable_sort")) {
					statement.execute("SET LOCAL " + setting + " = " + (each.byIndex() ? "off" : "on"));
				}
				statement.execute("PREPARE kept_" + i + " AS " + otherTables.apply(numbered(each.sql())));
				plan(statement, "kept_" + i + arguments(each.values()));
				connection.rollback(before);
			}
			connection.commit();
			fill.run();
			for (int i = 0; i < statements.size(); i++) {
				Explained each = statements.get(i);
				JsonNode plan = plan(statement, "kept_" + i + arguments(each.values()));
				kept.add(new Explained(each.sql(), each.values(), each.byIndex(), "kept", plan));
				connection.rollback();
			}
			statement.execute("RESET plan_cache_mode; DEALLOCATE ALL");
			connection.commit();
		}
		return kept;
	}

	private static String numbered(String sql) {
		String numbered = sql;
		for (int i = 1; numbered.contains("?"); i++) {
			numbered = numbered.replaceFirst("\\?", "\\$" + i);
		}
		return numbered;
	}

	private static JsonNode plan(Statement statement, String executed) throws SQLException {
		try (ResultSet plan = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE " + executed)) {
			plan.next();
			return JSON.readTree(plan.getString(1)).path(0).path("Plan");
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String arguments(Map<Integer, @Nullable Object> values) {
		return values.isEmpty() ? ""
				: values.values().stream().map(PlanWatch::literal).collect(Collectors.joining(", ", "(", ")"));
	}

	private static String literal(@Nullable Object value) {
		return (value != null) ? "'" + value.toString().replace("'", "''") + "'" : "NULL";
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(PlanWatch.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * A statement that ran, and its plan.
	 *
	 * @param byIndex whether the planner was told to go by an index
	 */
	record Explained(String sql, Map<Integer, @Nullable Object> values, boolean byIndex, String mode, JsonNode plan) {

		/**
		 * Returns the plan's parts, itself first.
		 */
		List<JsonNode> nodes() {
			List<JsonNode> nodes = new ArrayList<>();
			nodes.add(this.plan);
			for (int i = 0; i < nodes.size(); i++) {
				nodes.get(i).path("Plans").forEach(nodes::add);
			}
			return nodes;
		}

		/**
		 * Returns how many pages of tables and indexes were looked at.
		 */
		long pages() {
			return this.plan.path("Shared Hit Blocks").asLong() + this.plan.path("Shared Read Blocks").asLong();
		}

		/**
		 * Returns how many rows were found, counted or changed.
		 */
		long rows() {
			List<JsonNode> inner = nodes().stream()
				.filter((node) -> List.of("ModifyTable", "Aggregate").contains(node.path("Node Type").asText()))
				.toList();
			return (inner.isEmpty() ? Stream.of(this.plan) : inner.stream().map((node) -> node.path("Plans").path(0)))
				.mapToLong((node) -> node.path("Actual Rows").asLong())
				.sum();
		}

		@Override
		public String toString() {
			String parts = nodes().stream()
				.map((node) -> node.path("Node Type").asText() + " " + node.path("Index Name").asText("") + " "
						+ node.path("Actual Rows").asLong())
				.collect(Collectors.joining(", "));
			return String.format(Locale.ROOT, "\n%s pages for %s rows, %s: %s\n\t%s", pages(), rows(), this.mode, parts,
					this.sql.replaceAll("\\s+", " ").replaceAll("\\?(, \\?)+", "?, …"));
		}

	}

}
