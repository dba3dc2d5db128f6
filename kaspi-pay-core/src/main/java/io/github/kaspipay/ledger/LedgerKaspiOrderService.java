/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.Ability;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * Creates, queries and refunds orders, and writes into the ledger what it is about to do
 * before it does it. Thread-safe. Internal: it may change in any release.
 */
public class LedgerKaspiOrderService implements KaspiOrderService {

	private static final Duration POLLED_SOON = Duration.ofSeconds(10);

	private final KaspiOrderLedger ledger;

	private final PollQueue polls;

	private final KaspiPayGateway gateway;

	private final StatusAnswers answers;

	private final Clock clock;

	private final StatusQueryCoalescer queries;

	private final OrderCreation creation;

	private final OrderRefunds refunds;

	/**
	 * Creates the service.
	 * @param ledger records what is done and heard
	 * @param polls the orders to be polled
	 * @param leases keep instances from asking the same thing at the same time
	 * @param gateway talks to Kaspi Pay
	 * @param clock the clock
	 */
	public LedgerKaspiOrderService(KaspiOrderLedger ledger, PollQueue polls, QueryLeases leases,
			KaspiPayGateway gateway, Clock clock) {
		this.ledger = ledger;
		this.polls = polls;
		this.gateway = gateway;
		this.answers = new StatusAnswers(gateway);
		this.clock = clock;
		this.queries = new StatusQueryCoalescer(leases);
		this.creation = new OrderCreation(ledger, gateway, clock);
		this.refunds = new OrderRefunds(ledger, gateway, clock, this::query);
	}

	@Override
	public KaspiOrder create(KaspiOrderRequest request) {
		if (request.getPhone() != null) {
			requireInvoices();
		}
		return this.creation.create(request);
	}

	@Override
	public KaspiOrder get(String orderId) {
		OrderRules.requireOrderId(orderId);
		if (!Capabilities.of(this.gateway).can(Ability.STATUS_QUERIES)) {
			return findByOrderId(orderId).orElseThrow(
					() -> new KaspiOrderNotFoundException(
							"The ledger knows no order '" + orderId + "', and "
									+ Capabilities.of(this.gateway).protocol() + " cannot be asked",
							404, null, null, null));
		}
		return LogScope.call(orderId,
				() -> this.queries
					.ask(orderId, () -> query(orderId, this.ledger.findByOrderId(orderId)), () -> require(orderId))
					.order());
	}

	@Override
	public Optional<KaspiOrder> findByOrderId(String orderId) {
		return Optional.ofNullable(this.ledger.findByOrderId(orderId)).map(LedgerEntry::order);
	}

	@Override
	public Optional<KaspiOrder> findByReference(String reference) {
		List<LedgerEntry> attempts = this.ledger.findByReference(reference);
		return attempts.stream()
			.filter(KaspiOrderLedger::isPaidAttempt)
			.findFirst()
			.or(() -> attempts.stream().findFirst())
			.map(LedgerEntry::order);
	}

	@Override
	public KaspiRefund refund(String orderId, KaspiRefundRequest request) {
		OrderRules.requireOrderId(orderId);
		if (!Capabilities.of(this.gateway).can(Ability.REFUNDS)) {
			throw new KaspiUnsupportedOperationException(Capabilities.of(this.gateway).protocol()
					+ " has no refunds; give the money back outside of it, as agreed with Kaspi");
		}
		return LogScope.call(orderId, () -> this.refunds.refund(orderId, request));
	}

	@Override
	public KaspiOrder cancel(String orderId) {
		OrderRules.requireOrderId(orderId);
		requireInvoices();
		return LogScope.call(orderId, () -> {
			LedgerEntry before = this.ledger.findByOrderId(orderId);
			KaspiOrder answer = this.answers.complete(this.gateway.cancel(orderId), before);
			this.ledger.observe(new Answered(answer, KaspiEventSource.API, null));
			return require(orderId).order();
		});
	}

	private void requireInvoices() {
		Capabilities capabilities = Capabilities.of(this.gateway);
		if (!capabilities.can(Ability.INVOICES_BY_PHONE)) {
			throw new KaspiUnsupportedOperationException(capabilities.protocol()
					+ " has no invoices by phone number: leave the phone out, and show the customer the QR code or "
					+ "the link; an order that is not paid expires by itself");
		}
	}

	@Override
	public List<KaspiRefund> refunds(String orderId) {
		return this.refunds.list(orderId);
	}

	private LedgerEntry query(String orderId, @Nullable LedgerEntry before) {
		Expectation expectation = Expectation.of(before, this.clock.instant());
		KaspiOrder answer = this.answers.complete(this.gateway.status(orderId), before);
		this.ledger.observe(new Answered(answer, KaspiEventSource.API, expectation));
		LedgerEntry entry = require(orderId);
		expediteIfOverdue(entry);
		return entry;
	}

	/**
	 * Somebody waits for the order: unless it is polled within seconds anyway, it moves
	 * to the head of the queue.
	 */
	private void expediteIfOverdue(LedgerEntry entry) {
		Instant now = this.clock.instant();
		Instant next = entry.nextPollAt();
		boolean soon = next == null || entry.expedited()
				|| (!next.isBefore(now) && next.isBefore(now.plus(POLLED_SOON)));
		if (!soon && entry.order().status().equals(KaspiOrderStatus.INIT)) {
			this.polls.expedite(entry.order().orderId());
		}
	}

	private LedgerEntry require(String orderId) {
		LedgerEntry entry = this.ledger.findByOrderId(orderId);
		if (entry == null) {
			throw new IllegalStateException("The ledger has lost order '" + orderId + "'");
		}
		return entry;
	}

}
