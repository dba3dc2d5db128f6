/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.reactive;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@link KaspiOrderService} for callers that must not block. Nothing happens before
 * something subscribes. Each subscription makes the call anew, on a thread that may
 * block, with the thread-locals that the subscriber's Reactor context holds if
 * Micrometer's context propagation is on the class path.
 * <p>
 * A call that has begun is never cut off: whoever cancels no longer learns its outcome,
 * and the order or the refund is made and recorded all the same. A call that has not
 * begun when it is cancelled is not made. Subscribing again, as a retry does, never
 * creates a second order nor refunds a second time, for it is the same reference and the
 * same key.
 * <p>
 * Errors are the exceptions of {@link KaspiOrderService}, and
 * {@link KaspiConnectionException} if so many calls wait for a thread that this one
 * cannot. Thread-safe.
 */
public interface ReactiveKaspiOrderService {

	/**
	 * Creates an order, as {@link KaspiOrderService#create} does.
	 * @param request what to create
	 * @return the order, with its QR code and payment link
	 */
	Mono<KaspiOrder> create(KaspiOrderRequest request);

	/**
	 * Asks Kaspi Pay for an order, as {@link KaspiOrderService#get} does.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order
	 */
	Mono<KaspiOrder> get(String orderId);

	/**
	 * Looks an order up in the ledger. Makes no call.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order, or empty if the ledger does not know it
	 */
	Mono<KaspiOrder> findByOrderId(String orderId);

	/**
	 * Looks an order up in the ledger, as {@link KaspiOrderService#findByReference} does.
	 * Makes no call.
	 * @param reference the merchant's own id of the order
	 * @return the order, or empty if the ledger does not know it
	 */
	Mono<KaspiOrder> findByReference(String reference);

	/**
	 * Gives a paid order's amount back, as {@link KaspiOrderService#refund} does. A
	 * request without a {@link KaspiRefundRequest#key key} gets a random one.
	 * @param orderId Kaspi Pay's id of the order
	 * @param request how much to give back, and why
	 * @return the refund
	 */
	Mono<KaspiRefund> refund(String orderId, KaspiRefundRequest request);

	/**
	 * Lists an order's refunds from the ledger, as {@link KaspiOrderService#refunds}
	 * does. Makes no call.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the refunds, oldest first
	 */
	Flux<KaspiRefund> refunds(String orderId);

	/**
	 * Makes calls of a service on threads that may block. The schedulers remain the
	 * caller's to dispose of, after the calls that have begun.
	 * @param service the service
	 * @param calls where calls to Kaspi Pay wait for their answers
	 * @param lookUps where the ledger is read; not the same, so that it can be read while
	 * Kaspi Pay does not answer
	 * @return the reactive service
	 */
	static ReactiveKaspiOrderService of(KaspiOrderService service, Scheduler calls, Scheduler lookUps) {
		return new OffloadedKaspiOrderService(service, calls, lookUps);
	}

}
