/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.util.Map;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds a simulator, the connection to it and the record of events to a test's context.
 */
record KaspiPayTestContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		// the simulator calls from this machine, and says for whom
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("kaspiPaySimulator",
					Map.of("kaspi.pay.check-pay.trusted-proxies", "127.0.0.1,::1")));
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		registry.registerBeanDefinition("kaspiPaySimulatorConfiguration",
				new RootBeanDefinition(KaspiPaySimulatorConfiguration.class));
		registry.registerBeanDefinition("kaspiPayEventsConfiguration",
				new RootBeanDefinition(KaspiPayEventsConfiguration.class));
	}

}
