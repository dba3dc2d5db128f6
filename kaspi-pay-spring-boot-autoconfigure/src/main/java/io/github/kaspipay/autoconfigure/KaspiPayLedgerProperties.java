/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Duration;

import io.github.kaspipay.jdbc.JdbcStoreSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept of each order.
 *
 * @param type Where the ledger is kept. With auto it is the database if there is a
 * DataSource.
 * @param maxOrders Number of orders the ledger in memory holds at the most, for each
 * merchant.
 * @param initializeSchema When the ledger's tables are created and upgraded.
 * @param tablePrefix What the names of the ledger's tables begin with. A schema's name
 * and a point may come first.
 * @param webhookRetention Time for which the journal in the database keeps a webhook: its
 * order, status, outcome and a digest of its body.
 * @param retention Time for which the database keeps a settled order, at least 180d. For
 * ever where it is not set.
 */
public record KaspiPayLedgerProperties(@DefaultValue("auto") Type type, @DefaultValue("10000") int maxOrders,
		@DefaultValue("embedded") InitializeSchema initializeSchema, @DefaultValue("kaspi_pay_") String tablePrefix,
		@DefaultValue("30d") Duration webhookRetention, @Nullable Duration retention) {

	private static final Duration REFUNDABLE_FOR = Duration.ofDays(180);

	/**
	 * Returns the same, checked.
	 */
	KaspiPayLedgerProperties checked() {
		PropertyRules.require(this.maxOrders > 0, "ledger.max-orders", "must be more than 0", this.maxOrders);
		PropertyRules.requireResolved("ledger.table-prefix", this.tablePrefix);
		PropertyRules.require(JdbcStoreSettings.isTablePrefix(this.tablePrefix), "ledger.table-prefix",
				"must be letters, digits and _, after a schema's name and a point if need be", this.tablePrefix);
		PropertyRules.requireBetween("ledger.webhook-retention", this.webhookRetention, Duration.ofHours(1),
				Duration.ofDays(3650));
		PropertyRules.require(this.retention == null || this.retention.compareTo(REFUNDABLE_FOR) >= 0,
				"ledger.retention", "must be at least 180d, for as long as an order can be refunded",
				(this.retention != null) ? PropertyRules.text(this.retention) : "");
		return this;
	}

	/**
	 * When the ledger's tables are created and upgraded.
	 */
	public enum InitializeSchema {

		/**
		 * At start-up, in an embedded database.
		 */
		EMBEDDED,

		/**
		 * At start-up.
		 */
		ALWAYS,

		/**
		 * Never: the application's own migrations do it.
		 */
		NEVER

	}

	/**
	 * Where the ledger is kept.
	 */
	public enum Type {

		/**
		 * In the application's DataSource if there is one, else in memory.
		 */
		AUTO,

		/**
		 * In memory: lost when the application ends.
		 */
		MEMORY,

		/**
		 * In the application's DataSource.
		 */
		JDBC

	}

}
