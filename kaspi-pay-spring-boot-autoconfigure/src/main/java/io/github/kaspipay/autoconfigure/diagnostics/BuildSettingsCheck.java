/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;

/**
 * Refuses to start an application that was processed ahead of time with other
 * {@link PartSettings} than it runs with: the parts are those of the build.
 */
class BuildSettingsCheck implements BeanFactoryPostProcessor {

	static final String BEAN = "kaspi.pay.buildSettingsCheck";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		ClassPathResource written = new ClassPathResource(PartSettings.RESOURCE, beans.getBeanClassLoader());
		if (!AotDetector.useGeneratedArtifacts() || !written.exists()) {
			return;
		}
		List<String> build = read(written);
		List<String> now = PartSettings
			.in(beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class));
		List<String> differences = Stream
			.concat(now.stream()
				.filter((setting) -> !build.contains(setting))
				.map((setting) -> setting + " is set here, and was not for the build"),
					build.stream()
						.filter((setting) -> !now.contains(setting))
						.map((setting) -> setting + " was set for the build, and is not here"))
			.toList();
		if (!differences.isEmpty()) {
			throw new KaspiPayConfigurationException(
					"The application was processed ahead of time with other settings than it runs with: "
							+ String.join("; ", differences) + ".",
					"Set the same for the build and here: these settings decide which parts of Kaspi Pay are built in.");
		}
	}

	private static List<String> read(ClassPathResource resource) {
		try {
			return PartSettings.read(resource.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
