/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import javax.sql.DataSource;

import io.github.kaspipay.order.KaspiPayGateway;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Puts the points at which to stop around the database, the ledger's parts and the
 * gateway.
 */
class CrashPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<FaultPoints> faults;

	CrashPostProcessor(ObjectProvider<FaultPoints> faults) {
		this.faults = faults;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSource dataSource) {
			return new CrashDataSource(dataSource, this.faults.getObject());
		}
		return (bean instanceof KaspiPayGateway gateway) ? new CrashGateway(gateway, this.faults.getObject()) : bean;
	}

	/**
	 * The ledger's parts know each other by their classes: what surrounds them is put
	 * beside them.
	 */
	static class Parts implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			register(registry, CrashStore.class);
			register(registry, CrashPollQueue.class);
			register(registry, CrashOutbox.class);
		}

		private static void register(BeanDefinitionRegistry registry, Class<?> type) {
			registry.registerBeanDefinition(type.getName(),
					BeanDefinitionBuilder.rootBeanDefinition(type).setPrimary(true).getBeanDefinition());
		}

	}

}
