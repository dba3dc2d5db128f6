/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.kaspipay.autoconfigure.KaspiPayMerchantProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties under {@code kaspi.pay} that nothing reads, most likely mistyped. The
 * variables of the operating system are left out: they may be there for somebody else.
 */
final class UnknownProperties {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("kaspi.pay");

	private static final ConfigurationPropertyName MERCHANTS = PREFIX.append("merchants");

	private static final int MOST_SLIPS = 3;

	private UnknownProperties() {
	}

	/**
	 * Lists the properties.
	 * @param environment the application's environment
	 * @return what to tell the user of each, in alphabetical order
	 */
	static List<String> of(@Nullable Environment environment) {
		if (!(environment instanceof ConfigurableEnvironment configurable)) {
			return List.of();
		}
		List<Known> known = new ArrayList<>();
		collect(KaspiPayProperties.class, PREFIX, known);
		Set<ConfigurationPropertyName> set = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources
			.from(configurable.getPropertySources())) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				iterable.stream().filter(PREFIX::isAncestorOf).forEach(set::add);
			}
		}
		set.stream()
			.filter(MERCHANTS::isAncestorOf)
			.map((name) -> name.chop(MERCHANTS.getNumberOfElements() + 1))
			.distinct()
			.forEach((merchant) -> collect(KaspiPayMerchantProperties.class, merchant, known));
		return set.stream()
			.filter((name) -> known.stream().noneMatch((one) -> one.covers(name)))
			.map((name) -> name + suggestion(name, known))
			.toList();
	}

	static String describe(List<String> unknown) {
		return "Nothing reads " + String.join(", ", unknown) + ".";
	}

	/**
	 * Goes by the parameters of the constructors, as the binder does.
	 */
	private static void collect(Class<?> type, ConfigurationPropertyName prefix, List<Known> known) {
		for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
			ConfigurationPropertyName name = prefix.append(DataObjectPropertyName.toDashedForm(parameter.getName()));
			if (name.equals(MERCHANTS)) {
				continue;
			}
			if (parameter.getType().isRecord()) {
				collect(parameter.getType(), name, known);
			}
			else {
				boolean open = Iterable.class.isAssignableFrom(parameter.getType())
						|| Map.class.isAssignableFrom(parameter.getType());
				known.add(new Known(name, open));
			}
		}
	}

	private static String suggestion(ConfigurationPropertyName name, List<Known> known) {
		return known.stream()
			.map(Known::name)
			.filter((candidate) -> slips(name, candidate) <= MOST_SLIPS)
			.min(Comparator.comparingInt((candidate) -> slips(name, candidate)))
			.map((candidate) -> " (did you mean " + candidate + "?)")
			.orElse("");
	}

	/**
	 * Counts the characters to insert, remove or replace.
	 */
	private static int slips(ConfigurationPropertyName left, ConfigurationPropertyName right) {
		String from = left.toString();
		String to = right.toString();
		int[] row = new int[to.length() + 1];
		for (int i = 0; i <= to.length(); i++) {
			row[i] = i;
		}
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int replaced = diagonal + ((from.charAt(i - 1) != to.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[to.length()];
	}

	/**
	 * A property that is read.
	 *
	 * @param name its name
	 * @param open whether it has elements of any name
	 */
	private record Known(ConfigurationPropertyName name, boolean open) {

		boolean covers(ConfigurationPropertyName other) {
			return this.name.equals(other) || (this.open && this.name.isAncestorOf(other));
		}

	}

}
