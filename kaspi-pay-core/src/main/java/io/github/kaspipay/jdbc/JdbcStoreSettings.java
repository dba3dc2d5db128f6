/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the ledger's tables are used. Internal: it may change in any release.
 *
 * @param tablePrefix what the tables' names begin with: letters, digits and {@code _},
 * after a schema's name and a point if need be
 * @param listenerTimeout what the listeners of one event may take altogether
 * @param webhookRetention how long the journal keeps a webhook
 * @param eventRetention how long a delivered event is kept
 * @param orderRetention how long a settled order is kept, or {@code null} for ever
 */
public record JdbcStoreSettings(String tablePrefix, Duration listenerTimeout, Duration webhookRetention,
		Duration eventRetention, @Nullable Duration orderRetention) {

	/**
	 * Creates the settings.
	 * @param tablePrefix what the tables' names begin with
	 * @param listenerTimeout what the listeners of one event may take altogether
	 * @param webhookRetention how long the journal keeps a webhook
	 * @param eventRetention how long a delivered event is kept
	 * @param orderRetention how long a settled order is kept, or {@code null} for ever
	 * @throws IllegalArgumentException if the prefix is no part of a table's name
	 */
	public JdbcStoreSettings {
		if (!isTablePrefix(tablePrefix)) {
			throw new IllegalArgumentException("tablePrefix must be letters, digits and _, after a schema's name and a "
					+ "point if need be, and is '" + tablePrefix + "'");
		}
	}

	/**
	 * Says whether this may be what the tables' names begin with.
	 * @param tablePrefix the prefix
	 * @return whether it is letters, digits and {@code _}, after a schema's name and a
	 * point if need be
	 */
	public static boolean isTablePrefix(String tablePrefix) {
		return tablePrefix.matches("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");
	}

}
