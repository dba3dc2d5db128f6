/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An observation under way, in its scope. What the application's handlers, predicates and
 * conventions throw is logged and changes nothing: a refund that was made does not fail
 * because it could not be counted. To be used on one thread. Internal: it may change in
 * any release.
 */
public final class ActiveObservation {

	private static final Logger logger = LoggerFactory.getLogger(ActiveObservation.class);

	/**
	 * What observes nothing.
	 */
	static final ActiveObservation NONE = new ActiveObservation();

	private Observation observation = Observation.NOOP;

	private Observation.@Nullable Scope scope;

	private ActiveObservation() {
	}

	static ActiveObservation start(Supplier<Observation> observation) {
		ActiveObservation active = new ActiveObservation();
		tolerate(() -> active.observation = observation.get());
		tolerate(() -> active.observation.start());
		tolerate(() -> active.scope = active.observation.openScope());
		return active;
	}

	/**
	 * Adds what went wrong.
	 * @param failure the failure
	 */
	public void error(Throwable failure) {
		tolerate(() -> this.observation.error(failure));
	}

	/**
	 * Leaves the scope and ends the observation.
	 */
	public void stop() {
		Observation.Scope scope = this.scope;
		if (scope != null) {
			tolerate(scope::close);
		}
		tolerate(this.observation::stop);
	}

	private static void tolerate(Runnable step) {
		try {
			step.run();
		}
		catch (Exception ex) {
			logger.warn("An observation handler, predicate or convention of the application failed", ex);
		}
	}

}
