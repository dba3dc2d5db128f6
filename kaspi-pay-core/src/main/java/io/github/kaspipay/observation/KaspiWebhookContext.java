/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request to the webhook while it is observed. Not thread-safe.
 */
public final class KaspiWebhookContext extends Observation.Context {

	private final String merchant;

	private Secret secret = Secret.NONE;

	private @Nullable String orderId;

	private @Nullable String orderStatus;

	private @Nullable Outcome outcome;

	/**
	 * Creates the context.
	 * @param merchant the merchant's name, empty for the default one
	 */
	public KaspiWebhookContext(String merchant) {
		this.merchant = merchant;
	}

	/**
	 * Returns whose webhook it is.
	 * @return the merchant's name, empty for the default one
	 */
	public String getMerchant() {
		return this.merchant;
	}

	/**
	 * Returns which secret it was signed with.
	 * @return the secret
	 */
	public Secret getSecret() {
		return this.secret;
	}

	/**
	 * Sets which secret it was signed with.
	 * @param secret the secret
	 */
	public void setSecret(Secret secret) {
		this.secret = secret;
	}

	/**
	 * Returns the order.
	 * @return Kaspi Pay's id of it, or {@code null} if nothing could be read
	 */
	public @Nullable String getOrderId() {
		return this.orderId;
	}

	/**
	 * Returns the status that was told.
	 * @return one that the contract names, {@code OTHER}, or {@code null} if nothing
	 * could be read
	 */
	public @Nullable String getOrderStatus() {
		return this.orderStatus;
	}

	/**
	 * Sets what was told.
	 * @param orderId Kaspi Pay's id of the order
	 * @param orderStatus a status that the contract names, or {@code OTHER}
	 */
	public void setNotification(String orderId, String orderStatus) {
		this.orderId = orderId;
		this.orderStatus = orderStatus;
	}

	/**
	 * Returns what became of the request.
	 * @return the outcome, or {@code null} while it is under way
	 */
	public @Nullable Outcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets what became of the request.
	 * @param outcome the outcome
	 */
	public void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * Which secret a webhook was signed with.
	 */
	public enum Secret {

		/**
		 * The one in use.
		 */
		CURRENT,

		/**
		 * The one in use before.
		 */
		PREVIOUS,

		/**
		 * None, or nobody looked.
		 */
		NONE

	}

	/**
	 * What became of a request to the webhook.
	 */
	public enum Outcome {

		/**
		 * It changed what the ledger holds.
		 */
		RECORDED,

		/**
		 * It said nothing new.
		 */
		UNCHANGED,

		/**
		 * It is kept, and Kaspi Pay is asked before anything is published.
		 */
		TO_CONFIRM,

		/**
		 * Its signature is missing, repeated, malformed or wrong.
		 */
		BAD_SIGNATURE,

		/**
		 * It is signed, and cannot be read.
		 */
		UNREADABLE,

		/**
		 * It was refused before its signature was looked at.
		 */
		REFUSED,

		/**
		 * It could not be recorded and should be sent again.
		 */
		UNAVAILABLE

	}

}
