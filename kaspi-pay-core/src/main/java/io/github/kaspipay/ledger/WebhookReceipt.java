/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;
import java.util.function.Supplier;

import io.github.kaspipay.order.KaspiOrderStatus;

/**
 * That a webhook was received, and what became of it. Nothing of its body is to be kept
 * but a digest. Internal: it may change in any release.
 *
 * @param receivedAt when it was received
 * @param orderId Kaspi Pay's id of the order
 * @param status the status it told
 * @param outcome what became of it
 * @param bodyDigest computes SHA-256 of the body's bytes, in lower-case hex; for a store
 * that keeps a journal
 */
public record WebhookReceipt(Instant receivedAt, String orderId, KaspiOrderStatus status, ObservationOutcome outcome,
		Supplier<String> bodyDigest) {

}
