/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;

import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Creates orders and says how long it took.
 */
@RestController
class BudgetController {

	static final String REFUSED = "refused";

	private static final Duration PATIENT = Duration.ofSeconds(20);

	private final KaspiOrderService orders;

	private final CallBudget budget;

	private final CallWindow window;

	BudgetController(KaspiOrderService orders, CallBudget budget, CallWindow window) {
		this.orders = orders;
		this.budget = budget;
		this.window = window;
	}

	@PostMapping("/counted")
	String counted() {
		return this.window.describe();
	}

	/**
	 * Returns the time in milliseconds, or {@link #REFUSED}.
	 */
	@PostMapping("/create")
	String create() {
		return time(() -> this.orders.create(KaspiOrderRequest.builder().amount(100).build()));
	}

	/**
	 * Takes a call that is not made. Returns the same as {@link #create()}.
	 */
	@PostMapping("/acquire")
	String acquire() {
		return time(() -> this.budget.acquire(PATIENT));
	}

	private static String time(Runnable action) {
		long started = System.nanoTime();
		try {
			action.run();
		}
		catch (KaspiRateLimitException ex) {
			return REFUSED;
		}
		return Long.toString((System.nanoTime() - started) / 1_000_000);
	}

}
