/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.sql.DataSource;

import io.github.kaspipay.testsupport.PostgresServer;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
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
		DataSource database = new DriverManagerDataSource(PostgresServer.newDatabase());
		String schema = new ClassPathResource("io/github/kaspipay/jdbc/postgresql-1.sql")
			.getContentAsString(StandardCharsets.UTF_8);
		run(database, schema.replace("@@prefix@@", "kaspi_pay_"));
		blocks.forEach((block) -> run(database, block.text()));
	}

	private static void run(DataSource database, String statements) {
		Resource script = new ByteArrayResource(statements.getBytes(StandardCharsets.UTF_8), statements);
		new ResourceDatabasePopulator(script).execute(database);
	}

}
