/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.reactive;

import java.time.Duration;

import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.reactive.ReactiveKaspiMerchants;
import io.github.kaspipay.reactive.ReactiveKaspiOrderService;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;

/**
 * Makes the calls of reactive callers on threads of its own, and sees to it at the end
 * that those that have begun come to theirs. Thread-safe.
 */
class ReactiveServices implements DisposableBean {

	private static final int CALL_THREADS = 32;

	private static final int LOOK_UP_THREADS = 8;

	private static final int WAITING_PER_THREAD = 64;

	private static final int IDLE_SECONDS = 60;

	private final KaspiOrderService service;

	private final KaspiMerchants merchants;

	private final Duration callTimeout;

	private final Scheduler calls = scheduler(CALL_THREADS, "kaspi-pay-call");

	private final Scheduler lookUps = scheduler(LOOK_UP_THREADS, "kaspi-pay-look-up");

	/**
	 * Creates the services. They are destroyed before what they call, as a bean that
	 * depends on it.
	 * @param service the default merchant's service
	 * @param merchants all merchants
	 * @param callTimeout after which every call is over
	 */
	ReactiveServices(KaspiOrderService service, KaspiMerchants merchants, Duration callTimeout) {
		this.service = service;
		this.merchants = merchants;
		this.callTimeout = callTimeout;
	}

	private static Scheduler scheduler(int threads, String name) {
		return Schedulers.newBoundedElastic(threads, WAITING_PER_THREAD, name, IDLE_SECONDS, true);
	}

	ReactiveKaspiOrderService ofDefault() {
		return ReactiveKaspiOrderService.of(this.service, this.calls, this.lookUps);
	}

	ReactiveKaspiMerchants ofAll() {
		return ReactiveKaspiMerchants.of(this.merchants, this.calls, this.lookUps);
	}

	@Override
	public void destroy() {
		Mono.whenDelayError(this.calls.disposeGracefully(), this.lookUps.disposeGracefully())
			.timeout(this.callTimeout)
			.onErrorComplete()
			.block();
		this.calls.dispose();
		this.lookUps.dispose();
	}

}
