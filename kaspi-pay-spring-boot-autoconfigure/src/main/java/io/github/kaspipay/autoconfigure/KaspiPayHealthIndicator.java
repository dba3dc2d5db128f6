package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Says what a person should know. Up as long as the ledger can be read: all goes on
 * without Redis, and a parked event is no reason to restart the application.
 */
class KaspiPayHealthIndicator extends AbstractHealthIndicator {

	private final KaspiEventDispatcher dispatcher;

	private final @Nullable KaspiTokenStore tokens;

	private final CallWindow calls;

	private final CallBudget budget;

	KaspiPayHealthIndicator(KaspiEventDispatcher dispatcher, @Nullable KaspiTokenStore tokens, CallWindow calls,
			CallBudget budget) {
		super("Kaspi Pay's ledger cannot be read");
		this.dispatcher = dispatcher;
		this.tokens = tokens;
		this.calls = calls;
		this.budget = budget;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		String heldBack = this.budget.holdBack().describe();
		builder.up()
			.withDetail("token", (this.tokens != null) ? this.tokens.describe() : "in memory")
			.withDetail("callsCounted", this.calls.describe())
			.withDetail("polling", (heldBack != null) ? heldBack : "not held back")
			.withDetail("parkedEvents", this.dispatcher.countParked());
	}

}
