/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says of several merchants which have an order to poll, by one statement that looks into
 * the index once for each of them. Thread-safe. Internal: it may change in any release.
 */
public class JdbcDuePolls {

	private static final String DUE = """
			(SELECT merchant FROM @@prefix@@order WHERE merchant = :%s AND next_poll_at <= :now
			ORDER BY next_poll_at LIMIT 1)
			""";

	private final LedgerDatabase database;

	/**
	 * Creates the look-up.
	 * @param database the database
	 */
	public JdbcDuePolls(LedgerDatabase database) {
		this.database = database;
	}

	/**
	 * Finds merchants with an order that is due.
	 * @param merchants the names to look for
	 * @return those of them that have one
	 */
	public List<String> find(Collection<String> merchants) {
		if (merchants.isEmpty()) {
			return List.of();
		}
		List<String> parts = new ArrayList<>();
		Map<String, Object> parameters = new HashMap<>();
		parameters.put("now", this.database.now());
		for (String merchant : merchants) {
			String name = "merchant" + parts.size();
			parts.add(DUE.replace("%s", name));
			parameters.put(name, merchant);
		}
		return this.database.sharedStatement(String.join("UNION ALL ", parts))
			.params(parameters)
			.query(String.class)
			.list();
	}

}
