/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

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

	private static final Pattern OURS = Pattern
		.compile("^io\\.github\\.kaspipay\\.(?!test\\.|sample\\.)[a-z.]+\\.[A-Z]");

	private static final Pattern WEBHOOK = Pattern.compile("\\.webhook\\.");

	private static final Pattern REDIS = Pattern.compile("\\.redis\\.|\\.KaspiTokenStore$");

	private static final Pattern JDBC = Pattern.compile("\\.jdbc\\.");

	/**
	 * What switches which beans off, those first that switch off more.
	 */
	private static final Map<String, Pattern> SETTINGS = new LinkedHashMap<>();

	static {
		SETTINGS.put("kaspi.pay.enabled=false", OURS);
		SETTINGS.put("kaspi.pay.webhook.enabled=false", WEBHOOK);
		SETTINGS.put("kaspi.pay.ledger.type=memory", JDBC);
		SETTINGS.put("kaspi.pay.token.store=memory", Pattern.compile("KaspiTokenStore$"));
		SETTINGS.put("kaspi.pay.rate-limit.store=local", Pattern.compile("RedisCallWindow$"));
	}

	private final @Nullable Environment environment;

	KaspiPaySwitchedOffFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || cause instanceof NoUniqueBeanDefinitionException || !OURS.matcher(type.getName()).find()) {
			return null;
		}
		String required = dependent(rootFailure) + " required a bean of type '" + type.getName() + "', ";
		String optional = "ask for the bean with an ObjectProvider where it may be off.";
		for (Map.Entry<String, Pattern> setting : SETTINGS.entrySet()) {
			String[] parts = setting.getKey().split("=");
			if (setting.getValue().matcher(type.getName()).find() && isSet(parts[0], parts[1])) {
				return new FailureAnalysis(required + "and " + setting.getKey() + " has switched it off.",
						"Remove " + setting.getKey() + ", or " + optional, cause);
			}
		}
		if (WEBHOOK.matcher(type.getName()).find()) {
			return new FailureAnalysis(
					required + "which is there in web applications only, where webhooks can be received.",
					"Add spring-boot-starter-webmvc, or " + optional, cause);
		}
		if (REDIS.matcher(type.getName()).find()) {
			return new FailureAnalysis(
					required + "which is there only where the application has a RedisConnectionFactory for Kaspi Pay.",
					"Add spring-boot-starter-data-redis, or " + optional, cause);
		}
		return null;
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

	private boolean isSet(String property, String value) {
		if (this.environment == null) {
			return false;
		}
		return value.equals("false") ? Boolean.FALSE.equals(this.environment.getProperty(property, Boolean.class))
				: value.equalsIgnoreCase(this.environment.getProperty(property));
	}

}
