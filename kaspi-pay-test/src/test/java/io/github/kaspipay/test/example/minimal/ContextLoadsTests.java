/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example.minimal;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.test.KaspiPayTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that an application's existing tests can go on as docs/testing.md says.
 */
class ContextLoadsTests {

	@Test
	void failsWithoutAnyProperty() {
		assertThatException().isThrownBy(() -> run(new Properties()))
			.havingRootCause()
			.withMessageContaining("kaspi.pay.");
	}

	@Test
	void loadsWithThePropertiesOfTheDocumentation() throws IOException {
		String page = Files.readString(Path.of("../docs/testing.md"));
		String block = page.substring(page.indexOf("```properties\n") + 14);
		Properties properties = new Properties();
		properties.load(new StringReader(block.substring(0, block.indexOf("```"))));
		try (ConfigurableApplicationContext context = run(properties)) {
			assertThat(context.getBean(KaspiOrderService.class)).isNotNull();
		}
	}

	private static ConfigurableApplicationContext run(Properties properties) {
		SpringApplication application = new SpringApplication(MinimalApplication.class);
		properties.setProperty("server.port", "0");
		return application
			.run(properties.entrySet().stream().map((property) -> "--" + property).toList().toArray(new String[0]));
	}

	@Nested
	@SpringBootTest
	@KaspiPayTest
	class WithTheAnnotation {

		@Test
		void contextLoads() {
		}

	}

}
