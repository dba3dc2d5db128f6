/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.function.SingletonSupplier;

/**
 * Hides the secrets among Kaspi Pay's properties, however their names are written, and
 * whatever else holds the same value: the variable a secret is taken from, the command
 * line, or {@code SPRING_APPLICATION_JSON}. Of an address it hides user name, password
 * and query.
 */
class SecretSanitizer implements SanitizingFunction {

	private static final String OURS = "kaspi";

	private static final List<String> SECRET = List.of("secret", "password", "passphrase", "credential", "key");

	/**
	 * A shorter one may be a part of anything.
	 */
	private static final int SHORTEST_PART = 6;

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#]*(?=@)");

	private static final Pattern QUERY = Pattern.compile("(?<=\\?).+", Pattern.DOTALL);

	private final Supplier<Set<String>> secrets;

	SecretSanitizer(ConfigurableEnvironment environment) {
		this.secrets = SingletonSupplier.of(() -> secrets(environment));
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		String value = Objects.toString(data.getValue(), "").strip();
		if (isSecret(data.getKey()) || this.secrets.get().stream().anyMatch((secret) -> holds(value, secret))) {
			return data.withSanitizedValue();
		}
		return (isOurs(data.getKey()) && value.contains("://")) ? data.withValue(withoutCredentials(value)) : data;
	}

	private static boolean holds(String value, String secret) {
		return value.equals(secret) || (secret.length() >= SHORTEST_PART && value.contains(secret));
	}

	private static String withoutCredentials(String address) {
		String hidden = SanitizableData.SANITIZED_VALUE;
		return QUERY.matcher(USER_INFO.matcher(address).replaceAll(hidden)).replaceAll(hidden);
	}

	private static boolean isOurs(String name) {
		return plain(name).contains(OURS);
	}

	private static boolean isSecret(String name) {
		String plain = plain(name);
		int ours = plain.indexOf(OURS);
		return ours >= 0 && SECRET.stream().anyMatch((word) -> plain.indexOf(word, ours) >= 0);
	}

	/**
	 * Makes one of all spellings of a name, as Spring Boot does: {@code client-secret},
	 * {@code clientSecret}, {@code client_secret}, {@code CLIENT_SECRET},
	 * {@code CLIENTSECRET}.
	 */
	private static String plain(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private static Set<String> secrets(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.flatMap((source) -> (source instanceof EnumerablePropertySource<?> enumerable)
					? Arrays.stream(enumerable.getPropertyNames())
						.filter(SecretSanitizer::isSecret)
						.map((name) -> resolved(environment, source, name))
					: null)
			.filter((value) -> !value.isEmpty())
			.collect(Collectors.toSet());
	}

	private static String resolved(ConfigurableEnvironment environment, PropertySource<?> source, String name) {
		@Nullable Object value = source.getProperty(name);
		return environment.resolvePlaceholders(Objects.toString(value, "")).strip();
	}

}
