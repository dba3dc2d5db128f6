package io.github.kaspipay.test;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds a simulator, and the connection to it, to a test's context.
 */
record KaspiPayTestContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		RootBeanDefinition simulator = new RootBeanDefinition(KaspiPaySimulator.class, KaspiPaySimulator::start);
		simulator.setDestroyMethodName("close");
		registry.registerBeanDefinition("kaspiPaySimulator", simulator);
		RootBeanDefinition connectionDetails = new RootBeanDefinition(KaspiPayConnectionDetails.class,
				() -> new SimulatorConnectionDetails(context.getBean(KaspiPaySimulator.class),
						context.getEnvironment()));
		connectionDetails.setPrimary(true);
		registry.registerBeanDefinition("kaspiPaySimulatorConnectionDetails", connectionDetails);
	}

}
