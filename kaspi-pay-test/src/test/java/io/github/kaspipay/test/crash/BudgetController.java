package io.github.kaspipay.test.crash;

import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.ratelimit.CallWindow;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Creates orders and says how long it took.
 */
@RestController
class BudgetController {

	static final String REFUSED = "refused";

	private final KaspiOrderService orders;

	private final CallWindow window;

	BudgetController(KaspiOrderService orders, CallWindow window) {
		this.orders = orders;
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
		long started = System.nanoTime();
		try {
			this.orders.create(KaspiOrderRequest.builder().amount(100).build());
		}
		catch (KaspiRateLimitException ex) {
			return REFUSED;
		}
		return Long.toString((System.nanoTime() - started) / 1_000_000);
	}

}
