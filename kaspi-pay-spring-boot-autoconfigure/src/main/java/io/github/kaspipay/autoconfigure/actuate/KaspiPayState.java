/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.github.kaspipay.autoconfigure.merchant.NamedMerchant;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.ledger.LedgerFigures;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * How Kaspi Pay is doing, in a few words and figures without secrets. Makes no call to
 * Kaspi Pay, and waits for the ledger only so long. Thread-safe.
 */
class KaspiPayState {

	/**
	 * Health is asked for often, and by anybody.
	 */
	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private static final Duration MAX_WAIT = Duration.ofSeconds(2);

	private final KaspiEventDispatcher events;

	private final @Nullable LedgerFiguresCache figures;

	private final @Nullable KaspiTokenStore tokens;

	private final CallWindow calls;

	private final CallBudget budget;

	private final boolean webhooks;

	private final NamedMerchants others;

	/**
	 * Creates it.
	 * @param events counts parked events where there are no figures
	 * @param figures the ledger's figures, or {@code null} if its store tells none
	 * @param tokens where the token is shared, or {@code null} if it is not
	 * @param calls where calls are counted
	 * @param budget knows the last successful call
	 * @param webhooks whether webhooks are received
	 * @param others the merchants besides the default one
	 */
	KaspiPayState(KaspiEventDispatcher events, @Nullable LedgerFiguresCache figures, @Nullable KaspiTokenStore tokens,
			CallWindow calls, CallBudget budget, boolean webhooks, NamedMerchants others) {
		this.events = events;
		this.figures = figures;
		this.tokens = tokens;
		this.calls = calls;
		this.budget = budget;
		this.webhooks = webhooks;
		this.others = others;
	}

	/**
	 * Tells how it is doing.
	 * @return the details, in order
	 * @throws TimeoutException if the ledger does not answer in time
	 * @throws InterruptedException if the caller was interrupted
	 * @throws RuntimeException if the ledger cannot be read
	 */
	Map<String, Object> read() throws TimeoutException, InterruptedException {
		Map<String, Object> details = connection(this.tokens, this.calls, this.budget);
		if (!this.others.isEmpty()) {
			details.put("merchants",
					this.others.all()
						.stream()
						.collect(Collectors.toMap(NamedMerchant::name,
								(other) -> connection(other.tokenStore(), other.window(), other.budget()),
								(one, two) -> one, TreeMap::new)));
		}
		if (this.figures == null) {
			details.put("parkedEvents", this.events.countParked());
			return details;
		}
		LedgerFigures figures = this.figures.recent(MAX_AGE, MAX_WAIT);
		if (this.webhooks) {
			details.put("webhooks", webhooks(figures));
		}
		details.put("parkedEvents", figures.parkedEvents());
		details.put("pendingEvents", figures.pendingEvents());
		details.put("oldestPendingEvent", figures.oldestPendingEvent().toSeconds());
		details.put("openOrders", figures.openOrders());
		details.put("mostOverduePoll", figures.mostOverduePoll().toSeconds());
		details.put("disputedOrders", figures.disputedOrders());
		details.put("refundsInDoubt", figures.refundsInDoubt());
		return details;
	}

	private static Map<String, Object> connection(@Nullable KaspiTokenStore tokens, CallWindow calls,
			CallBudget budget) {
		Map<String, Object> details = new LinkedHashMap<>();
		String heldBack = budget.holdBack().describe();
		Instant lastSuccess = budget.holdBack().lastSuccess();
		details.put("token", (tokens != null) ? tokens.describe() : "in memory");
		details.put("callsCounted", calls.describe());
		details.put("polling", (heldBack != null) ? heldBack : "not held back");
		details.put("lastSuccessfulCall", (lastSuccess != null) ? seconds(lastSuccess) : "none since start-up");
		return details;
	}

	private static String webhooks(LedgerFigures figures) {
		String last = (figures.lastWebhookAt() != null) ? seconds(figures.lastWebhookAt()) : null;
		if (figures.isWebhookSilent()) {
			return "silent: payments are found by status queries (" + figures.paymentsSinceWebhook()
					+ ") while none came by webhook " + ((last != null) ? "since " + last : "so far")
					+ ". Check that kaspi.pay.callback-url reaches this application, and that "
					+ "kaspi.pay.webhook.secret is right";
		}
		return (last != null) ? "last one received at " + last : "none received so far";
	}

	private static String seconds(Instant instant) {
		return instant.truncatedTo(ChronoUnit.SECONDS).toString();
	}

}
