/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

/**
 * An application's observations of one name, as they ended.
 */
public final class Observed implements ObservationHandler<Observation.Context> {

	public final ObservationRegistry registry = ObservationRegistry.create();

	public final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();

	private final String name;

	public Observed(String name) {
		this.name = name;
		this.registry.observationConfig().observationHandler(this);
	}

	/**
	 * Returns the values of these keys, of one observation after the other.
	 */
	public List<String> said(String... keys) {
		return this.contexts.stream()
			.map((context) -> Arrays.stream(keys).map((key) -> value(context, key)).collect(Collectors.joining(" ")))
			.toList();
	}

	private static String value(Observation.Context context, String key) {
		KeyValue low = context.getLowCardinalityKeyValue(key);
		KeyValue value = (low != null) ? low : context.getHighCardinalityKeyValue(key);
		return (value != null) ? value.getValue() : "-";
	}

	@Override
	public void onStop(Observation.Context context) {
		if (this.name.equals(context.getName())) {
			this.contexts.add(context);
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

}
