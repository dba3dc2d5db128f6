/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the properties of the documentation exist and have values of their types.
 */
class ConfigurationBlocksTests {

	private final ConfigurationMetadata metadata = new ConfigurationMetadata();

	@TestFactory
	List<DynamicTest> propertiesExistAndBind() {
		return Page.blocks("yaml", "properties")
			.map((block) -> DynamicTest.dynamicTest(block.where(), () -> check(block)))
			.toList();
	}

	private void check(CodeBlock block) throws Exception {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		List<String> unknown = new ArrayList<>();
		for (PropertySource<?> source : load(block)) {
			environment.getPropertySources().addLast(source);
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				if (!this.metadata.knows(name.replaceAll("\\[\\d+]$", ""))) {
					unknown.add(name);
				}
			}
		}
		assertThat(unknown).as("unknown properties").isEmpty();
		environment.getPropertySources().addLast(new Placeholders());
		Binder.get(environment, new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.bind("kaspi.pay",
					Bindable.of(Class.forName(this.metadata.groups().get("kaspi.pay").path("type").asString())));
	}

	private static List<PropertySource<?>> load(CodeBlock block) throws IOException {
		ByteArrayResource content = new ByteArrayResource(block.text().getBytes(StandardCharsets.UTF_8));
		return block.language().equals("yaml") ? new YamlPropertySourceLoader().load("yaml", content)
				: new PropertiesPropertySourceLoader().load("properties", content);
	}

	/** Has a value for each placeholder. */
	private static final class Placeholders extends PropertySource<String> {

		private Placeholders() {
			super("placeholders");
		}

		@Override
		public Object getProperty(String name) {
			return name.equals(name.toUpperCase(Locale.ROOT)) ? "from-the-environment" : null;
		}

	}

}
