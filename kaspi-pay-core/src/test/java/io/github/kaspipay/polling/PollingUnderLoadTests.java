/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.NoDispatch;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is asked about first while there are more orders than questions: one question every
 * five seconds, on a clock that only moves when told.
 */
class PollingUnderLoadTests {

	private static final Duration PER_QUESTION = Duration.ofSeconds(5);

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	private final InMemoryLedgerStore store = new InMemoryLedgerStore(10_000, this.clock, this.outbox);

	private final KaspiOrderLedger ledger = new KaspiOrderLedger(this.store, this.clock, new NoDispatch());

	private final SlowGateway gateway = new SlowGateway();

	private final LedgerKaspiOrderService service = new LedgerKaspiOrderService(this.ledger, this.store,
			QueryLeases.LOCAL, this.gateway, this.clock);

	private final KaspiOrderPoller poller = new KaspiOrderPoller(this.ledger, this.store, this.gateway, this.clock);

	@Test
	void newOrderDoesNotWaitForTheBacklog() {
		haveBacklog(500);
		run(Duration.ofMinutes(10));
		create("new");
		run(Duration.ofSeconds(30).plus(PER_QUESTION.multipliedBy(4)));
		assertThat(questions("new")).isNotEmpty();
	}

	@Test
	void orderWhoseCustomerCameBackIsAskedFirstAndSoonAgain() {
		haveBacklog(500);
		for (int number = 0; number < 100; number++) {
			create("young-" + number);
		}
		create("back");
		run(Duration.ofSeconds(20));
		this.service.get("back");
		Instant cameBack = this.clock.instant();
		run(PER_QUESTION.multipliedBy(4));
		assertThat(questions("back")).singleElement()
			.satisfies((at) -> assertThat(at).isBetween(cameBack, cameBack.plus(PER_QUESTION.multipliedBy(4))));
		assertThat(nextPollAt("back")).isEqualTo(questions("back").get(0).plusSeconds(10));
	}

	@Test
	void customerWhoKeepsLookingDoesNotKeepOthersFromBeingAsked() {
		haveBacklog(20);
		create("back");
		for (int second = 0; second < 410; second++) {
			this.service.get("back");
			run(Duration.ofSeconds(1));
		}
		assertThat(questions("back")).isNotEmpty();
		assertThat(openBacklog()).isZero();
	}

	@Test
	void customerWhoCameBackOnceIsNotForgottenForThoseWhoKeepLooking() {
		haveBacklog(500);
		create("looking-1");
		create("looking-2");
		for (int number = 0; number < 100; number++) {
			create("young-" + number);
		}
		create("back");
		run(Duration.ofSeconds(20));
		this.service.get("back");
		for (int second = 0; second < 600; second++) {
			this.service.get("looking-1");
			this.service.get("looking-2");
			run(Duration.ofSeconds(1));
		}
		assertThat(questions("back")).isNotEmpty();
	}

	@Test
	void nobodyStarves() {
		haveBacklog(150);
		int created = 0;
		for (int minute = 0; minute < 120; minute++) {
			for (int order = 0; order < 4; order++) {
				create("new-" + created++);
			}
			run(Duration.ofMinutes(1));
		}
		assertThat(openBacklog()).isZero();
		Instant longAgo = this.clock.instant().minus(Duration.ofMinutes(60));
		for (int number = 0; number < created; number++) {
			KaspiOrder order = entry("new-" + number).order();
			if (Objects.requireNonNull(order.createdAt()).isBefore(longAgo)) {
				assertThat(questions(order.orderId())).as(order.orderId()).isNotEmpty();
				assertThat(order.status()).as(order.orderId()).isEqualTo(KaspiOrderStatus.CANCELLED);
			}
		}
	}

	@Test
	void pausesStretchWhileThereAreMoreOrdersThanQuestionsAndNoLonger() {
		for (int number = 0; number < 30; number++) {
			create("order-" + number);
		}
		run(Duration.ofMinutes(4));
		assertThat(questions("order-0")).hasSizeBetween(1, 3);
		for (int number = 1; number < 30; number++) {
			this.gateway.paid.put("order-" + number, true);
		}
		run(Duration.ofMinutes(20));
		create("last");
		run(Duration.ofMinutes(2));
		assertThat(questions("last")).hasSizeBetween(3, 4);
	}

	@Test
	void whatIsLateForAPauseOfTheApplicationIsNotStretched() {
		create("1");
		run(Duration.ofSeconds(10));
		this.clock.advance(Duration.ofMinutes(4));
		this.poller.poll();
		assertThat(nextPollAt("1")).isEqualTo(this.clock.instant().plusSeconds(30));
	}

	private void haveBacklog(int orders) {
		for (int number = 0; number < orders; number++) {
			Instant createdAt = this.clock.instant().minusSeconds(3600 + number);
			KaspiOrder order = order("backlog-" + number, KaspiOrderStatus.INIT, createdAt);
			this.store.write(LedgerChange.insert(new LedgerEntry(order, order.orderId(), 1, false, List.of(), null,
					null, false, createdAt, createdAt.plusSeconds(30), false, 0)));
		}
	}

	private long openBacklog() {
		long open = 0;
		for (int number = 0; this.store.findByOrderId("backlog-" + number) != null; number++) {
			open += entry("backlog-" + number).order().status().equals(KaspiOrderStatus.INIT) ? 1 : 0;
		}
		return open;
	}

	private void create(String orderId) {
		this.service.create(KaspiOrderRequest.builder().reference(orderId).amount(100).build());
	}

	private void run(Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.poller.poll();
		}
	}

	private List<Instant> questions(String orderId) {
		return this.gateway.questions.getOrDefault(orderId, List.of());
	}

	private Instant nextPollAt(String orderId) {
		return Objects.requireNonNull(entry(orderId).nextPollAt());
	}

	private LedgerEntry entry(String orderId) {
		return Objects.requireNonNull(this.store.findByOrderId(orderId));
	}

	private static KaspiOrder order(String orderId, KaspiOrderStatus status, @Nullable Instant createdAt) {
		return new KaspiOrder(orderId, orderId, status, BigDecimal.valueOf(100), BigDecimal.ZERO, null, null, createdAt,
				null, null);
	}

	private final class SlowGateway implements KaspiPayGateway {

		private final Map<String, List<Instant>> questions = new HashMap<>();

		private final Map<String, Boolean> paid = new HashMap<>();

		private Instant next = PollingUnderLoadTests.this.clock.instant();

		@Override
		public CreateAnswer create(KaspiOrderRequest request) {
			return new CreateAnswer(order(request.getReference(), KaspiOrderStatus.INIT, null));
		}

		@Override
		public KaspiOrder status(String orderId) {
			return order(orderId, this.paid.containsKey(orderId) ? KaspiOrderStatus.PAID : KaspiOrderStatus.INIT, null);
		}

		@Override
		public @Nullable StatusPermit tryAcquireBackgroundPermit() {
			Instant now = PollingUnderLoadTests.this.clock.instant();
			if (now.isBefore(this.next)) {
				return null;
			}
			this.next = now.plus(PER_QUESTION);
			return (orderId) -> {
				this.questions.computeIfAbsent(orderId, (id) -> new ArrayList<>()).add(now);
				return status(orderId);
			};
		}

		@Override
		public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public PollingSchedule pollingSchedule(KaspiOrder order) {
			return new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30));
		}

	}

}
