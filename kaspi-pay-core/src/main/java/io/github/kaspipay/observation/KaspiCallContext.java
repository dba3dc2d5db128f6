/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call to Kaspi Pay while it is observed. Not thread-safe.
 */
public final class KaspiCallContext extends Observation.Context {

	private final String merchant;

	private final Operation operation;

	private final Caller caller;

	private @Nullable String orderId;

	private @Nullable Integer status;

	private @Nullable String requestId;

	private @Nullable Outcome outcome;

	/**
	 * Creates the context.
	 * @param merchant the merchant's name, empty for the default one
	 * @param operation what is asked of Kaspi Pay
	 * @param caller who waits for the answer
	 * @param orderId Kaspi Pay's id of the order, or {@code null} where there is none yet
	 */
	public KaspiCallContext(String merchant, Operation operation, Caller caller, @Nullable String orderId) {
		this.merchant = merchant;
		this.operation = operation;
		this.caller = caller;
		this.orderId = orderId;
	}

	/**
	 * Returns whose call it is.
	 * @return the merchant's name, empty for the default one
	 */
	public String getMerchant() {
		return this.merchant;
	}

	/**
	 * Returns what is asked of Kaspi Pay.
	 * @return the operation
	 */
	public Operation getOperation() {
		return this.operation;
	}

	/**
	 * Returns who waits for the answer.
	 * @return the caller
	 */
	public Caller getCaller() {
		return this.caller;
	}

	/**
	 * Returns the order.
	 * @return Kaspi Pay's id of it, or {@code null} where it is not known
	 */
	public @Nullable String getOrderId() {
		return this.orderId;
	}

	/**
	 * Sets the order.
	 * @param orderId Kaspi Pay's id of it
	 */
	public void setOrderId(@Nullable String orderId) {
		this.orderId = orderId;
	}

	/**
	 * Returns the HTTP status of the last response.
	 * @return the status, or {@code null} if the last attempt had no response
	 */
	public @Nullable Integer getStatus() {
		return this.status;
	}

	/**
	 * Returns the id Kaspi Pay gave the last response.
	 * @return the id, or {@code null} if there was none
	 */
	public @Nullable String getRequestId() {
		return this.requestId;
	}

	/**
	 * Sets what the last attempt was answered.
	 * @param status the HTTP status, or {@code null} if there was no response
	 * @param requestId the id Kaspi Pay gave it, or {@code null}
	 */
	public void setResponse(@Nullable Integer status, @Nullable String requestId) {
		this.status = status;
		this.requestId = requestId;
	}

	/**
	 * Returns what became of the call.
	 * @return the outcome, or {@code null} while it is under way
	 */
	public @Nullable Outcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets what became of the call.
	 * @param outcome the outcome
	 */
	public void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * What is asked of Kaspi Pay.
	 */
	public enum Operation {

		/**
		 * An access token.
		 */
		TOKEN,

		/**
		 * A new order.
		 */
		CREATE,

		/**
		 * An order's status.
		 */
		STATUS,

		/**
		 * A refund.
		 */
		REFUND,

		/**
		 * The cancellation of an invoice.
		 */
		CANCEL,

		/**
		 * The registration of a device.
		 */
		DEVICE

	}

	/**
	 * Who waits for the answer.
	 */
	public enum Caller {

		/**
		 * Somebody does.
		 */
		USER,

		/**
		 * Nobody: it is a poll, or a token that is replaced ahead of its end.
		 */
		BACKGROUND

	}

	/**
	 * What became of a call.
	 */
	public enum Outcome {

		/**
		 * It was answered as asked.
		 */
		SUCCESS,

		/**
		 * Kaspi Pay refused it.
		 */
		CLIENT_ERROR,

		/**
		 * Kaspi Pay failed, or its answer could not be read; nothing was moved.
		 */
		SERVER_ERROR,

		/**
		 * A create or refund was sent, and nothing says what became of it.
		 */
		UNKNOWN_OUTCOME,

		/**
		 * Kaspi Pay could not be reached, or did not answer a status query.
		 */
		CONNECTION,

		/**
		 * There were too many calls: for Kaspi Pay, which answered 429, or for the own
		 * budget, and then nothing was sent.
		 */
		RATE_LIMITED

	}

}
