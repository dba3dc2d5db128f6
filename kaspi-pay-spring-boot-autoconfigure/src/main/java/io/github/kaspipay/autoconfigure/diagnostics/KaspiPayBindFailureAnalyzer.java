/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.kaspipay.autoconfigure.CredentialRules;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a value of {@code kaspi.pay.*} that cannot be read. Never shows the value: an
 * address may hold a password.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class KaspiPayBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("kaspi.pay");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.isAncestorOf(cause.getName()) || findCause(cause, KaspiPayConfigurationException.class) != null) {
			return null;
		}
		String name = cause.getName().toString();
		ConfigurationProperty property = cause.getProperty();
		String variable = (property != null) ? CredentialRules.unsetVariable(Objects.toString(property.getValue(), ""))
				: null;
		if (variable != null) {
			KaspiPayConfigurationException unset = CredentialRules.unset(name, variable);
			return new FailureAnalysis(unset.getMessage(), unset.getAction(), cause);
		}
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		return new FailureAnalysis(name + " cannot be read: it must be " + expected(type) + ".",
				"Correct " + name + origin(property) + ".", cause);
	}

	private static String origin(@Nullable ConfigurationProperty property) {
		return (property != null && property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
	}

	private static String expected(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		if (type == Duration.class) {
			return "a duration such as 20s or 5m";
		}
		if (type == URI.class) {
			return "an address such as https://shop.example/webhook/kaspi";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		if (type == int.class || type == Integer.class) {
			return "a whole number";
		}
		return Number.class.isAssignableFrom(type) ? "a number such as 0.005" : "a " + type.getSimpleName();
	}

}
