/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the real ledger, order service, poller and budget for hours of a shop's life on a
 * virtual clock. One run is one thread; the same seed brings the same customers to every
 * plan.
 */
final class Simulation {

	private static final Instant START = Instant.parse("2026-05-09T10:00:00Z");

	private static final long SEED = 7;

	private static final Duration TICK = Duration.ofSeconds(1);

	private static final Duration TOKEN = Duration.ofMinutes(55);

	private final Scenario scenario;

	private final Random random;

	private final MutableClock clock = new MutableClock(START);

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparing(Event::at).thenComparing(Event::number));

	private long lastEvent;

	private final CountedWindow window;

	private final UserCalls users;

	private final Samples waits = new Samples();

	private final InMemoryLedgerStore store = new InMemoryLedgerStore(1_000_000, this.clock,
			new InMemoryEventOutbox(this.clock));

	private final KaspiOrderLedger ledger = new KaspiOrderLedger(this.store, this.clock, new Delivery());

	private final SimulatedKaspiPay kaspi;

	private final KaspiOrderService service;

	private final Truth truth;

	private final Runnable poll;

	private final Map<String, Instant> lostPayments = new HashMap<>();

	private final Samples backlogDelays = new Samples();

	private final Samples delays = new Samples();

	private Simulation(Scenario scenario, Plan plan, Function<MutableClock, CallWindow> window) {
		this.scenario = scenario;
		this.random = new Random(SEED);
		this.window = new CountedWindow(window.apply(this.clock), this.clock);
		this.users = new UserCalls(this.window, this.clock, this::at, this.waits);
		this.kaspi = new SimulatedKaspiPay(this.clock, new CallBudget(this.window, Scenario.MAX_WAIT));
		this.service = new LedgerKaspiOrderService(this.ledger, this.store, QueryLeases.LOCAL, this.kaspi, this.clock);
		this.truth = new Truth(scenario.webhookLoss());
		this.poll = plan.start(new Plan.Shop(this.ledger, this.store, this.kaspi, this.clock, this.truth));
	}

	/**
	 * Runs a plan within the budget that applications have.
	 */
	static Result run(Scenario scenario, Plan plan) {
		CallLimit limit = CallLimit.perMinute(Scenario.CALLS, scenario.burst(), Scenario.TRANSIT);
		return run(scenario, plan, (clock) -> new LocalCallWindow(limit, clock::nanoTime));
	}

	static Result run(Scenario scenario, Plan plan, Function<MutableClock, CallWindow> window) {
		return new Simulation(scenario, plan, window).run();
	}

	private Result run() {
		leaveBacklog();
		haveCustomersCome();
		at(START, this::tick);
		at(START, this::renewToken);
		Instant end = START.plus(this.scenario.duration());
		while (!this.events.isEmpty() && !this.events.peek().at().isAfter(end)) {
			Event event = this.events.remove();
			this.clock.moveTo(event.at());
			event.action().run();
		}
		this.clock.moveTo(end);
		int notFound = 0;
		for (Map.Entry<String, Instant> payment : this.lostPayments.entrySet()) {
			if (!payment.getValue().isAfter(end)) {
				delaysOf(payment.getKey()).add(Duration.between(payment.getValue(), end));
				notFound++;
			}
		}
		return new Result(this.delays, this.backlogDelays, notFound, this.window, this.waits, this.users.rejected(),
				this.scenario.duration());
	}

	/**
	 * Orders of the last two hours, in which no webhook came and nobody asked.
	 */
	private void leaveBacklog() {
		for (int number = 0; number < this.scenario.backlog(); number++) {
			Duration age = Duration.ofMillis((long) (Scenario.OUTAGE.toMillis() * this.random.nextDouble()));
			Customer customer = Customer.draw(this.random, this.scenario.webhookLoss());
			Instant createdAt = START.minus(age);
			String orderId = "backlog-" + number;
			KaspiOrder order = new KaspiOrder(orderId, orderId, KaspiOrderStatus.INIT, SimulatedKaspiPay.AMOUNT,
					BigDecimal.ZERO, null, null, createdAt, null, null);
			this.store.write(LedgerChange.insert(new LedgerEntry(order, orderId, 1, false, List.of(), null, null, false,
					createdAt, createdAt.plus(SimulatedKaspiPay.SCHEDULE.interval()), false, 0)));
			haveAct(orderId, createdAt, customer);
		}
	}

	private void haveCustomersCome() {
		double seconds = 0;
		for (int number = 0; true; number++) {
			seconds -= Math.log(1 - this.random.nextDouble()) * 60 / this.scenario.arrivalsPerMinute();
			if (seconds > this.scenario.duration().toSeconds()) {
				return;
			}
			Customer customer = Customer.draw(this.random, this.scenario.webhookLoss());
			String orderId = "order-" + number;
			at(START.plusMillis((long) (seconds * 1000)), () -> this.users.call(() -> create(orderId, customer)));
		}
	}

	private void create(String orderId, Customer customer) {
		Instant createdAt = this.clock.instant();
		this.service.create(KaspiOrderRequest.builder().reference(orderId).amount(SimulatedKaspiPay.AMOUNT).build());
		haveAct(orderId, createdAt, customer);
	}

	private void haveAct(String orderId, Instant createdAt, Customer customer) {
		Instant paidAt = (customer.paysAfter() != null) ? createdAt.plus(customer.paysAfter()) : null;
		this.kaspi.add(orderId, createdAt, paidAt);
		Instant endsAt = (paidAt != null) ? paidAt : createdAt.plus(SimulatedKaspiPay.SCHEDULE.giveUpAfter());
		boolean isTold = !customer.isWebhookLost() && !endsAt.isBefore(this.clock.instant());
		this.truth.open.put(orderId,
				new Truth.OpenOrder(orderId, createdAt, isTold ? null : paidAt, createdAt.isBefore(START)));
		if (isTold) {
			at(endsAt.plusSeconds(1),
					() -> notify(orderId, (paidAt != null) ? KaspiOrderStatus.PAID : KaspiOrderStatus.CANCELLED));
		}
		else if (paidAt != null) {
			this.lostPayments.put(orderId, paidAt);
		}
		Instant looksAt = (customer.looksAfter() != null) ? createdAt.plus(customer.looksAfter()) : null;
		if (looksAt != null && !looksAt.isBefore(this.clock.instant())) {
			at(looksAt, () -> this.users.call(() -> this.service.get(orderId)));
		}
	}

	private void notify(String orderId, KaspiOrderStatus status) {
		this.ledger.observe(new Notified(orderId, orderId, status, SimulatedKaspiPay.AMOUNT, () -> "0".repeat(64)));
	}

	private void tick() {
		this.poll.run();
		at(this.clock.instant().plus(TICK), this::tick);
	}

	private void renewToken() {
		this.users.call(() -> {
		});
		at(this.clock.instant().plus(TOKEN), this::renewToken);
	}

	private void heard(KaspiOrderEvent event) {
		this.truth.open.remove(event.orderId());
		@Nullable Instant paidAt = (event instanceof KaspiOrderPaidEvent) ? this.lostPayments.remove(event.orderId()) : null;
		if (paidAt != null) {
			delaysOf(event.orderId()).add(Duration.between(paidAt, this.clock.instant()));
		}
	}

	private Samples delaysOf(String orderId) {
		return orderId.startsWith("backlog") ? this.backlogDelays : this.delays;
	}

	private void at(Instant time, Runnable action) {
		this.events.add(new Event(time, this.lastEvent++, action));
	}

	/**
	 * Tells of events where they arise, without a thread of its own.
	 */
	private final class Delivery implements EventDispatch {

		@Override
		public boolean accepts() {
			return true;
		}

		@Override
		public void dispatch(List<KaspiOrderEvent> events) {
			events.forEach(Simulation.this::heard);
		}

	}

	private record Event(Instant at, long number, Runnable action) {

	}

	/**
	 * What came of it.
	 *
	 * @param delays from payment to event, of orders that came during the run and whose
	 * webhook was lost
	 * @param backlogDelays the same of the orders that were open at the start
	 * @param notFound how many of these payments were not found by the end; their delays
	 * are counted up to it
	 * @param window the calls
	 * @param waits users' waits
	 * @param rejected how many calls of users were rejected
	 * @param duration how long it went on
	 */
	record Result(Samples delays, Samples backlogDelays, int notFound, CountedWindow window, Samples waits,
			int rejected, Duration duration) {

		double perMinute(int number) {
			return number / (this.duration.toSeconds() / 60.0);
		}

	}

}
