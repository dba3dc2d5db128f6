/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/**
 * {@link ShopApplication} as its build processes it ahead of time, in one JVM. Used from
 * a test that compiles with a forked class loader: what is generated is in the package of
 * what it calls.
 */
final class AotApplication {

	private static final String ENABLED = "spring.aot.enabled";

	static {
		// It is one for the JVM, and belongs to the servers outside of a forked class
		// loader
		TomcatURLStreamHandlerFactory.disable();
	}

	private final WebApplicationType type;

	AotApplication(WebApplicationType type) {
		this.type = type;
	}

	private SpringApplicationBuilder builder() {
		return new SpringApplicationBuilder(ShopApplication.class).main(ShopApplication.class).web(this.type);
	}

	/**
	 * Processes the application with the properties of the build, and runs it with more.
	 */
	void run(List<String> buildProperties, List<String> more,
			BiConsumer<ConfigurableApplicationContext, RuntimeHints> test) {
		TestGenerationContext generation = new TestGenerationContext(ClassName.get(ShopApplication.class));
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (GenericApplicationContext prepared = prepare(arguments(buildProperties))) {
			new ApplicationContextAotGenerator().processAheadOfTime(prepared, generation);
			generation.writeGeneratedContent();
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
		List<String> all = new ArrayList<>(buildProperties);
		all.addAll(more);
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			SpringProperties.setFlag(ENABLED);
			try (ConfigurableApplicationContext context = start(all)) {
				test.accept(context, generation.getRuntimeHints());
			}
			finally {
				SpringProperties.setProperty(ENABLED, null);
			}
		});
	}

	ConfigurableApplicationContext start(List<String> properties) {
		return builder().run(arguments(properties));
	}

	private static String[] arguments(List<String> properties) {
		return properties.stream().map((property) -> "--" + property).toArray(String[]::new);
	}

	/**
	 * Stops where the application would begin to make its beans.
	 */
	private GenericApplicationContext prepare(String... arguments) {
		SpringApplicationHook hook = (application) -> new SpringApplicationRunListener() {

			@Override
			public void contextLoaded(ConfigurableApplicationContext context) {
				throw new SpringApplication.AbandonedRunException(context);
			}

		};
		try {
			SpringApplication.withHook(hook, () -> builder().run(arguments));
		}
		catch (SpringApplication.AbandonedRunException ex) {
			return (GenericApplicationContext) ex.getApplicationContext();
		}
		throw new IllegalStateException("Not abandoned with " + Arrays.toString(arguments));
	}

}
