/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a webhook and what became of it. Immutable.
 *
 * @param orderId the order it is about
 * @param status the order's status it tells
 * @param url where it was sent
 * @param attempt which attempt it was, from 1
 * @param httpStatus the HTTP status of the answer, or {@code null} if there was none
 * @param error why there was no answer, {@code Dropped} if it was lost on purpose, or
 * {@code null} if there was one
 * @param time when the attempt ended, on the simulator's clock
 * @param body the JSON that was sent
 * @param signature the signature it was sent with
 * @param signatureValid whether the signature is the body's, made with the simulator's
 * webhook secret
 */
public record WebhookDelivery(String orderId, String status, URI url, int attempt, @Nullable Integer httpStatus,
		@Nullable String error, Instant time, String body, String signature, boolean signatureValid) {

	/**
	 * Tells whether the receiver took the webhook.
	 * @return whether it answered with 200
	 */
	public boolean isDelivered() {
		return this.httpStatus != null && this.httpStatus == 200;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "Webhook %s of order %s, attempt %s: %s", this.status, this.orderId,
				this.attempt, (this.httpStatus != null) ? this.httpStatus : this.error);
	}

}
