package io.github.kaspipay.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains that a bean of Kaspi Pay is missing because it was switched off.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class KaspiPaySwitchedOffFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String OURS = "io.github.kaspipay.";

	private final @Nullable Environment environment;

	KaspiPaySwitchedOffFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || !type.getName().startsWith(OURS) || cause instanceof NoUniqueBeanDefinitionException) {
			return null;
		}
		String property = switchedOff("kaspi.pay.enabled") ? "kaspi.pay.enabled" : "kaspi.pay.webhook.enabled";
		if (!switchedOff(property) || (property.contains("webhook") && !type.getName().startsWith(OURS + "webhook."))) {
			return null;
		}
		return new FailureAnalysis(
				dependent(rootFailure) + " required a bean of type '" + type.getName() + "', and " + property
						+ "=false has switched it off.",
				"Remove " + property + "=false, or ask for the bean with an ObjectProvider where it may be off.",
				cause);
	}

	/**
	 * Names the class that asks for the bean: the last one in the chain of dependencies.
	 */
	private static String dependent(Throwable failure) {
		String dependent = "The application";
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied
					&& unsatisfied.getInjectionPoint() != null) {
				dependent = unsatisfied.getInjectionPoint().getMember().getDeclaringClass().getName();
			}
		}
		return dependent;
	}

	private boolean switchedOff(String property) {
		return this.environment != null && Boolean.FALSE.equals(this.environment.getProperty(property, Boolean.class));
	}

}
