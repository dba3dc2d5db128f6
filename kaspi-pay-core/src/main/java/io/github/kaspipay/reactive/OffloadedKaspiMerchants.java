/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.reactive;

import java.util.Set;

import io.github.kaspipay.merchant.KaspiMerchants;
import reactor.core.scheduler.Scheduler;

/**
 * Makes each merchant's calls on the same schedulers. Thread-safe.
 */
class OffloadedKaspiMerchants implements ReactiveKaspiMerchants {

	private final KaspiMerchants merchants;

	private final Scheduler calls;

	private final Scheduler lookUps;

	OffloadedKaspiMerchants(KaspiMerchants merchants, Scheduler calls, Scheduler lookUps) {
		this.merchants = merchants;
		this.calls = calls;
		this.lookUps = lookUps;
	}

	@Override
	public ReactiveKaspiOrderService get(String name) {
		return ReactiveKaspiOrderService.of(this.merchants.get(name), this.calls, this.lookUps);
	}

	@Override
	public Set<String> names() {
		return this.merchants.names();
	}

}
