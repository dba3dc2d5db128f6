/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.util.List;

import io.github.kaspipay.testsupport.PostgresServer;
import org.junit.jupiter.api.Tag;

/**
 * The actuator endpoint over real HTTP, with the ledger in PostgreSQL.
 */
@Tag("database")
class KaspiPayEndpointDatabaseTests extends KaspiPayEndpointTests {

	@Override
	List<String> properties() {
		return List.of("spring.datasource.url=" + PostgresServer.url(), "spring.datasource.username=postgres",
				"kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=endpoint_",
				"kaspi.pay.token.store=memory", "kaspi.pay.rate-limit.store=local",
				"spring.modulith.events.jdbc.schema-initialization.enabled=true");
	}

}
