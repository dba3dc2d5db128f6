/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that PostgreSQL runs the SQL of the documentation on the ledger's tables.
 */
class SqlBlocksTests {

	@Test
	void statementsRun() throws IOException {
		List<CodeBlock> blocks = Page.blocks("sql").toList();
		assertThat(blocks).isNotEmpty();
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			String schema = new ClassPathResource("io/github/kaspipay/jdbc/postgresql-1.sql")
				.getContentAsString(StandardCharsets.UTF_8);
			run(postgres, schema.replace("@@prefix@@", "kaspi_pay_"));
			blocks.forEach((block) -> run(postgres, block.text()));
		}
	}

	private static void run(EmbeddedPostgres postgres, String statements) {
		Resource script = new ByteArrayResource(statements.getBytes(StandardCharsets.UTF_8), statements);
		new ResourceDatabasePopulator(script).execute(postgres.getPostgresDatabase());
	}

}
