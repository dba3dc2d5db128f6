/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway.OrderDefaults;
import io.github.kaspipay.order.KaspiPayGateway.StatusPermit;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import org.junit.jupiter.api.Test;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls over HTTP that the budget lets through, in real time.
 */
class BudgetedCallTests {

	private static final KaspiAccessToken TOKEN = new KaspiAccessToken("token", Instant.MAX);

	@Test
	void callThatWaitedForItsTokenIsNotMadeInPlaceOfALaterOne() {
		KaspiPayFixture kaspi = KaspiPayFixture
			.create((options) -> options.budget = (clock) -> budget(1, Duration.ofMinutes(1)));
		kaspi.answerStatus("ORD-1", "INIT", "25000");
		HttpKaspiPayGateway gateway = new HttpKaspiPayGateway(kaspi.transport, new SlowToken(Duration.ofMillis(1200)),
				"MERCHANT123", () -> new OrderDefaults(null, null, null), null);
		StatusPermit call = gateway.tryAcquireBackgroundPermit();
		assertThat(call).isNotNull();
		assertThatExceptionOfType(KaspiRateLimitException.class).isThrownBy(() -> call.status("ORD-1"));
		assertThat(kaspi.questions()).isZero();
	}

	@Test
	void createIsNotSentWithoutTheTimeToBeAnswered() {
		CallBudget budget = budget(1, Duration.ofSeconds(19));
		KaspiPayFixture kaspi = KaspiPayFixture.create((options) -> options.budget = (clock) -> budget);
		kaspi.answerCreate(json(201, "{\"orderId\":\"ORD-1\",\"status\":\"INIT\"}").withFixedDelay(2000));
		HttpKaspiPayGateway gateway = new HttpKaspiPayGateway(kaspi.transport, new SlowToken(Duration.ZERO),
				"MERCHANT123", () -> new OrderDefaults(null, null, null), null);
		budget.acquire(Duration.ZERO);
		assertThatExceptionOfType(KaspiRateLimitException.class)
			.isThrownBy(() -> gateway.create(KaspiPayFixture.order("r", "1")));
		assertThat(kaspi.creates()).isZero();
	}

	private static CallBudget budget(int calls, Duration window) {
		return new CallBudget(new LocalCallWindow(new CallLimit(calls, 0, window)), Duration.ofSeconds(30));
	}

	/**
	 * A token that has to be fetched first.
	 */
	private record SlowToken(Duration time) implements KaspiTokenProvider {

		@Override
		public KaspiAccessToken getToken() {
			long end = System.nanoTime() + this.time.toNanos();
			while (System.nanoTime() - end < 0) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
			return TOKEN;
		}

		@Override
		public void invalidate(KaspiAccessToken token) {
		}

	}

}
