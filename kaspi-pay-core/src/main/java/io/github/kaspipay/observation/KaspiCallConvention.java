/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * What the observation of a call is named and says. Thread-safe.
 */
public interface KaspiCallConvention extends ObservationConvention<KaspiCallContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof KaspiCallContext;
	}

}
