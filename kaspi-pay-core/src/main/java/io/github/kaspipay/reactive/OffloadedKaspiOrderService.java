/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.reactive;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.function.SingletonSupplier;

/**
 * Makes each call on a scheduler whose threads may block. Thread-safe.
 */
class OffloadedKaspiOrderService implements ReactiveKaspiOrderService {

	private final KaspiOrderService service;

	private final Scheduler calls;

	private final Scheduler lookUps;

	OffloadedKaspiOrderService(KaspiOrderService service, Scheduler calls, Scheduler lookUps) {
		this.service = service;
		this.calls = calls;
		this.lookUps = lookUps;
	}

	@Override
	public Mono<KaspiOrder> create(KaspiOrderRequest request) {
		return on(this.calls, () -> this.service.create(request));
	}

	@Override
	public Mono<KaspiOrder> get(String orderId) {
		return on(this.calls, () -> this.service.get(orderId));
	}

	@Override
	public Mono<KaspiOrder> findByOrderId(String orderId) {
		return on(this.lookUps, () -> this.service.findByOrderId(orderId).orElse(null));
	}

	@Override
	public Mono<KaspiOrder> findByReference(String reference) {
		return on(this.lookUps, () -> this.service.findByReference(reference).orElse(null));
	}

	@Override
	public Mono<KaspiRefund> refund(String orderId, KaspiRefundRequest request) {
		Supplier<KaspiRefundRequest> keyed = SingletonSupplier.of(() -> withKey(request));
		return on(this.calls, () -> this.service.refund(orderId, keyed.get()));
	}

	private static KaspiRefundRequest withKey(KaspiRefundRequest request) {
		return (request.key() != null) ? request : request.key(UUID.randomUUID().toString());
	}

	@Override
	public Flux<KaspiRefund> refunds(String orderId) {
		return on(this.lookUps, () -> this.service.refunds(orderId)).flatMapIterable((refunds) -> refunds);
	}

	/**
	 * Does not tell the thread of a cancellation, which would interrupt it.
	 * {@code handle} sets the thread-locals that the context holds.
	 */
	private static <T> Mono<T> on(Scheduler scheduler, Supplier<@Nullable T> call) {
		return Mono.deferContextual((context) -> {
			CompletableFuture<T> outcome = new CompletableFuture<>();
			AtomicBoolean cancelled = new AtomicBoolean();
			Mono.just(call)
				.publishOn(scheduler)
				.<Void>handle((waiting, sink) -> begin(call, cancelled, outcome))
				.contextWrite(context)
				.subscribe(null, (ex) -> outcome.completeExceptionally(notBegun(ex)));
			return Mono.fromFuture(outcome, true).doOnCancel(() -> cancelled.set(true));
		});
	}

	/**
	 * Takes what Reactor takes for fatal, too, which would leave the subscriber without
	 * an outcome.
	 */
	private static <T> void begin(Supplier<@Nullable T> call, AtomicBoolean cancelled, CompletableFuture<T> outcome) {
		if (cancelled.get()) {
			return;
		}
		try {
			outcome.complete(call.get());
		}
		catch (Throwable ex) {
			outcome.completeExceptionally(ex);
		}
	}

	private static KaspiConnectionException notBegun(Throwable cause) {
		return new KaspiConnectionException("The call was not begun: too many calls wait for a thread, or the "
				+ "application ends. It is safe to try again later", cause);
	}

}
