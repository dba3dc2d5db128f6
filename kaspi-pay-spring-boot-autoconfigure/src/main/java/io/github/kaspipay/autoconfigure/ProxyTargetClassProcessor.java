/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;

/**
 * Does what {@link ProxyTargetClass} says. Spring has an annotation for it only from 7.
 */
class ProxyTargetClassProcessor implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanDefinitionNames()) {
			if (name.startsWith("kaspi.pay.") && isAnnotated(beans, name)) {
				beans.getBeanDefinition(name).setAttribute(AutoProxyUtils.PRESERVE_TARGET_CLASS_ATTRIBUTE, true);
			}
		}
	}

	/**
	 * Goes by what was read of the bean's method, where that is known: no class has to be
	 * looked at.
	 */
	private static boolean isAnnotated(ConfigurableListableBeanFactory beans, String name) {
		MethodMetadata method = (beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition)
				? definition.getFactoryMethodMetadata() : null;
		return (method != null) ? method.isAnnotated(ProxyTargetClass.class.getName())
				: beans.findAnnotationOnBean(name, ProxyTargetClass.class, false) != null;
	}

}
