/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.ScannedGenericBeanDefinition;

/**
 * Refuses to start an application whose component scan finds the auto-configurations:
 * they would be applied before the application's own beans, a DataSource for example, are
 * known.
 */
class ScanCheck implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanNamesForType(KaspiPayAutoConfiguration.class, true, false)) {
			if (beans.getBeanDefinition(name) instanceof ScannedGenericBeanDefinition) {
				throw new KaspiPayConfigurationException(
						"A component scan of the application includes io.github.kaspipay, and finds Kaspi Pay's "
								+ "auto-configuration, which has to come after the application's own beans.",
						"Take io.github.kaspipay out of @ComponentScan: Kaspi Pay needs no scan.");
			}
		}
	}

}
