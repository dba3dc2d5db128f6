/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the delivery of an event while it is observed. Not thread-safe.
 */
public final class KaspiEventContext extends Observation.Context {

	private final String merchant;

	private final String kind;

	private final KaspiOrderEvent event;

	private final List<String> causes;

	private @Nullable Outcome outcome;

	/**
	 * Creates the context.
	 * @param merchant the merchant's name, empty for the default one
	 * @param kind the event's kind, as in its JSON
	 * @param event the event
	 * @param causes the traces that led to the event, each as a W3C {@code traceparent}
	 */
	public KaspiEventContext(String merchant, String kind, KaspiOrderEvent event, List<String> causes) {
		this.merchant = merchant;
		this.kind = kind;
		this.event = event;
		this.causes = List.copyOf(causes);
	}

	/**
	 * Returns whose event it is.
	 * @return the merchant's name, empty for the default one
	 */
	public String getMerchant() {
		return this.merchant;
	}

	/**
	 * Returns the event's kind.
	 * @return the kind, as in its JSON
	 */
	public String getKind() {
		return this.kind;
	}

	/**
	 * Returns the event.
	 * @return the event
	 */
	public KaspiOrderEvent getEvent() {
		return this.event;
	}

	/**
	 * Returns the traces that led to the event: of what recorded it, and of what created
	 * the order.
	 * @return W3C {@code traceparent} values; empty where nothing was traced
	 */
	public List<String> getCauses() {
		return this.causes;
	}

	/**
	 * Returns what became of the delivery.
	 * @return the outcome, or {@code null} while it is under way
	 */
	public @Nullable Outcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets what became of the delivery.
	 * @param outcome the outcome
	 */
	public void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * What became of a delivery.
	 */
	public enum Outcome {

		/**
		 * The listeners returned, and that is recorded.
		 */
		DELIVERED,

		/**
		 * A listener threw, or the delivery could not be recorded: it is tried again.
		 */
		FAILED,

		/**
		 * It failed for the last time: a person has to look.
		 */
		PARKED,

		/**
		 * The listeners took too long: it is tried again.
		 */
		TIMED_OUT

	}

}
