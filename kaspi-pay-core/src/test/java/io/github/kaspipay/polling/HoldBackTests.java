/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Polling while no call can succeed, on a clock that only moves when told.
 */
class HoldBackTests {

	private static final int ORDERS = 40;

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	static List<Arguments> failures() {
		return List.of(arguments("401 from the token endpoint", tokens(json(401, "{\"error\":\"invalid_client\"}"))),
				arguments("400 from the token endpoint", tokens(json(400, "{\"error\":\"invalid_client\"}"))),
				arguments("403 from the token endpoint", tokens(json(403, "{}"))),
				arguments("404 from the token endpoint", tokens(json(404, "{}"))),
				arguments("409 from the token endpoint", tokens(json(409, "{}"))),
				arguments("unreadable token answer", tokens(json(200, "<html>"))),
				arguments("401 for every fresh token", orders(json(401, "{}"))),
				arguments("merchant blocked", orders(json(402, "{}"))),
				arguments("connection reset", orders(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))));
	}

	private static BiConsumer<KaspiPayFixture, Boolean> tokens(ResponseDefinitionBuilder answer) {
		return (kaspi, fails) -> {
			if (fails) {
				kaspi.stub(post(TOKEN).willReturn(answer));
				kaspi.tokens.invalidate(kaspi.tokens.getToken());
			}
			else {
				kaspi.answerToken("token-2");
			}
		};
	}

	private static BiConsumer<KaspiPayFixture, Boolean> orders(ResponseDefinitionBuilder answer) {
		return (kaspi, fails) -> {
			kaspi.answerOrders(answer);
			if (!fails) {
				answerAll(kaspi);
			}
		};
	}

	private static void answerAll(KaspiPayFixture kaspi) {
		for (int i = 0; i < ORDERS; i++) {
			kaspi.answerStatus("ORD-" + i, "INIT", "25000");
		}
	}

	private void haveOrders() {
		for (int i = 0; i < ORDERS; i++) {
			this.kaspi.haveCreated("ORD-" + i);
		}
		answerAll(this.kaspi);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("failures")
	void pollsAtPausesThatDoubleUpTo10Minutes(String name, BiConsumer<KaspiPayFixture, Boolean> failure) {
		haveOrders();
		failure.accept(this.kaspi, true);
		this.kaspi.run(Duration.ofHours(1));
		assertThat(pauses()).startsWith(30L, 60L, 120L, 240L, 480L, 600L, 600L).hasSizeBetween(9, 11);
		assertThat(calls()).isLessThan(50 + ORDERS);
		failure.accept(this.kaspi, false);
		this.kaspi.pollsAt.clear();
		this.kaspi.run(Duration.ofMinutes(11));
		assertThat(this.kaspi.pollsAt).hasSizeGreaterThan(ORDERS / 2);
		assertThat(heldBack()).isNull();
	}

	@Test
	void saysSinceWhenAndWhenItTriesNext() {
		haveOrders();
		failToken();
		this.kaspi.run(Duration.ofSeconds(62));
		assertThat(heldBack()).startsWith("held back since 2026-05-09T16:20:30Z, next try at 2026-05-09T16:22:00Z: ")
			.contains("Kaspi Pay refused the credentials (401)")
			.doesNotContain("s3cr3t");
	}

	@Test
	void usersCallTriesAndItsSuccessEndsTheHoldBack() {
		haveOrders();
		failToken();
		this.kaspi.run(Duration.ofMinutes(4));
		this.kaspi.pollsAt.clear();
		assertThatExceptionOfType(KaspiPayException.class).isThrownBy(() -> this.kaspi.service.get("ORD-1"));
		this.kaspi.answerToken("token-2");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.pollsAt).isEmpty();
		this.kaspi.service.get("ORD-1");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.pollsAt).hasSizeGreaterThan(ORDERS / 2);
	}

	@Test
	void usersFailuresDoNotMakeItGrow() {
		haveOrders();
		failToken();
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(KaspiPayException.class)
				.isThrownBy(() -> this.kaspi.service.create(KaspiPayFixture.order("new", "1")));
		}
		assertThat(heldBack()).contains("next try at 2026-05-09T16:20:30Z");
	}

	@Test
	void takesNoPermitWhileItHoldsBack() {
		KaspiPayFixture kaspi = KaspiPayFixture
			.create((options) -> options.budget = (clock) -> KaspiPayFixture.budget(12, 2, clock));
		kaspi.haveCreated("ORD-1");
		kaspi.budget.holdBack().refused("a test");
		for (int i = 0; i < 100; i++) {
			assertThat(kaspi.gateway.tryAcquireBackgroundPermit()).isNull();
		}
		for (int i = 0; i < 10; i++) {
			kaspi.budget.acquire(Duration.ZERO);
		}
	}

	@Test
	void oneOrdersFailureHoldsBackNoOther() {
		haveOrders();
		this.kaspi.answerStatus("ORD-0", json(500, "{}"));
		this.kaspi.answerStatus("ORD-1", json(404, "{}"));
		this.kaspi.answerStatus("ORD-2", aResponse().withFault(Fault.EMPTY_RESPONSE));
		this.kaspi.run(Duration.ofMinutes(2));
		assertThat(heldBack()).isNull();
		assertThat(this.kaspi.pollsAt).hasSize(4 * ORDERS);
	}

	@Test
	void intervalsDoNotStretchAfterwards() {
		haveOrders();
		failToken();
		this.kaspi.run(Duration.ofMinutes(3));
		this.kaspi.answerToken("token-2");
		this.kaspi.run(Duration.ofSeconds(30));
		this.kaspi.pollsAt.clear();
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.pollsAt).hasSizeBetween(ORDERS, 2 * ORDERS);
	}

	@Test
	void tokenThatCannotBeReplacedAheadIsUsedOn() {
		haveOrders();
		this.kaspi.run(Duration.ofMinutes(1));
		this.kaspi.clock.advance(Duration.ofMinutes(54));
		this.kaspi.stub(post(TOKEN).willReturn(json(401, "{}")));
		int before = this.kaspi.tokenCalls();
		for (int second = 0; second < 280; second += 5) {
			this.kaspi.clock.advance(Duration.ofSeconds(5));
			this.kaspi.gateway.status("ORD-" + second % ORDERS);
		}
		assertThat(this.kaspi.tokenCalls() - before).isEqualTo(4);
		assertThat(heldBack()).isNull();
	}

	@Test
	void interruptedPollHoldsNothingBack() {
		haveOrders();
		this.kaspi.tokens.invalidate(this.kaspi.tokens.getToken());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(heldBack()).isNull();
	}

	private void failToken() {
		tokens(json(401, "{\"error\":\"invalid_client\"}")).accept(this.kaspi, true);
		this.kaspi.stub(post(TOKEN).willReturn(json(401, "{\"error\":\"invalid_client\"}")));
	}

	private String heldBack() {
		return this.kaspi.budget.holdBack().describe();
	}

	private int calls() {
		return this.kaspi.count(anyRequestedFor(anyUrl()));
	}

	/**
	 * Returns the pauses between polls, in seconds, those of the first moment left out.
	 */
	private List<Long> pauses() {
		List<Long> pauses = new ArrayList<>();
		List<Instant> polls = this.kaspi.pollsAt;
		for (int i = 1; i < polls.size(); i++) {
			long pause = Duration.between(polls.get(i - 1), polls.get(i)).toSeconds();
			if (pause > 0) {
				pauses.add(pause);
			}
		}
		return pauses;
	}

}
