/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.condition;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Objects;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is a bean of a type to choose from. A qualified one counts though it
 * is no default candidate. Internal: for the packages of this starter only.
 */
public abstract class AnyCandidate implements ConfigurationCondition {

	private final Class<?> type;

	private final Class<? extends Annotation> qualifier;

	protected AnyCandidate(Class<?> type, Class<? extends Annotation> qualifier) {
		this.type = type;
		this.qualifier = qualifier;
	}

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory());
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, this.type, true, false))
			.anyMatch((name) -> isCandidate(beans, name));
	}

	private boolean isCandidate(ConfigurableListableBeanFactory beans, String name) {
		BeanDefinition definition = beans.containsBeanDefinition(name) ? beans.getMergedBeanDefinition(name) : null;
		boolean usual = !(definition instanceof AbstractBeanDefinition bean)
				|| (bean.isAutowireCandidate() && bean.isDefaultCandidate());
		return usual || beans.findAnnotationOnBean(name, this.qualifier, false) != null;
	}

}
