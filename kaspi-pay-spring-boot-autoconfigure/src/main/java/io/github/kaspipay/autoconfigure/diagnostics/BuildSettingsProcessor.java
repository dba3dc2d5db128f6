/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Writes down for {@link BuildSettingsCheck} which {@link PartSettings} an application is
 * processed ahead of time with.
 */
class BuildSettingsProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beans) {
		if (!beans.containsBeanDefinition(BuildSettingsCheck.BEAN)) {
			return null;
		}
		List<String> settings = PartSettings
			.in(beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class));
		return (generation, code) -> {
			generation.getGeneratedFiles().addResourceFile(PartSettings.RESOURCE, PartSettings.write(settings));
			generation.getRuntimeHints().resources().registerPattern(PartSettings.RESOURCE);
		};
	}

}
