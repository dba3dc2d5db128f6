/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.kaspipay.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds an order's row in SQL as long as it is what was read, and updates it.
 */
final class OrderVersion {

	private static final String UPDATE = "UPDATE @@prefix@@order SET version = version + 1";

	private OrderVersion() {
	}

	/**
	 * Returns the condition, for {@link #parameters(LedgerEntry)}.
	 */
	static String of(LedgerEntry entry) {
		return (entry.isIntent() ? "wire_reference = :key AND order_id IS NULL" : "order_id = :key")
				+ " AND version = :read_version";
	}

	/**
	 * Returns a statement that updates these columns.
	 */
	static String update(Collection<String> columns, String version) {
		return columns.stream()
			.map((column) -> ", " + column + " = :new_" + column)
			.collect(Collectors.joining("", UPDATE, " WHERE merchant = :merchant AND " + version));
	}

	static Map<String, Object> parameters(LedgerEntry entry) {
		return Map.of("key", entry.isIntent() ? String.valueOf(entry.wireReference()) : entry.order().orderId(),
				"read_version", entry.version());
	}

	static Map<String, @Nullable Object> parameters(LedgerEntry before, Map<String, @Nullable Object> changes) {
		Map<String, @Nullable Object> parameters = new HashMap<>(parameters(before));
		changes.forEach((column, value) -> parameters.put("new_" + column, value));
		return parameters;
	}

}
