/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a merchant's entries in this JVM's memory. Holds a bounded number of orders; of
 * the settled ones those that settled first are evicted, and treated as new if they
 * reappear. Thread-safe. Internal: it may change in any release.
 */
public class InMemoryLedgerStore implements LedgerStore, PollQueue, LedgerFiguresSource {

	private static final Set<KaspiEventSource> FOUND_BY_ASKING = EnumSet.of(KaspiEventSource.POLL,
			KaspiEventSource.API);

	private final Clock clock;

	private final InMemoryEventOutbox outbox;

	private final String merchant;

	private final KeptEntries entries = new KeptEntries();

	private final KeptPayments payments;

	private final Eviction eviction;

	private @Nullable Instant lastWebhookAt;

	private long paymentsSinceWebhook;

	/**
	 * Creates an empty store of the default merchant.
	 * @param maxOrders how many orders it holds at the most, at least 1
	 * @param clock the clock
	 * @param outbox takes the events
	 */
	public InMemoryLedgerStore(int maxOrders, Clock clock, InMemoryEventOutbox outbox) {
		this(maxOrders, clock, outbox, "");
	}

	/**
	 * Creates an empty store, of orders whose status can be queried.
	 * @param maxOrders how many orders it holds at the most, at least 1
	 * @param clock the clock
	 * @param outbox takes the events; shared by the stores of all merchants
	 * @param merchant whose entries these are; empty for the default merchant
	 */
	public InMemoryLedgerStore(int maxOrders, Clock clock, InMemoryEventOutbox outbox, String merchant) {
		this(maxOrders, clock, outbox, merchant, () -> false);
	}

	/**
	 * Creates an empty store.
	 * @param maxOrders how many orders it holds at the most, at least 1
	 * @param clock the clock
	 * @param outbox takes the events; shared by the stores of all merchants
	 * @param merchant whose entries these are; empty for the default merchant
	 * @param onlyRecord whether nobody else knows these orders: one that can be paid is
	 * not evicted then, and a further one is refused
	 */
	public InMemoryLedgerStore(int maxOrders, Clock clock, InMemoryEventOutbox outbox, String merchant,
			BooleanSupplier onlyRecord) {
		if (maxOrders < 1) {
			throw new IllegalArgumentException("maxOrders must be at least 1");
		}
		this.clock = clock;
		this.outbox = outbox;
		this.merchant = merchant;
		this.payments = new KeptPayments(maxOrders, (orderId) -> this.entries.findByOrderId(orderId) != null);
		this.eviction = new Eviction(this.entries, maxOrders, clock,
				(order) -> outbox.hasUndelivered(merchant, order.orderId()), onlyRecord);
	}

	@Override
	public String merchant() {
		return this.merchant;
	}

	@Override
	public synchronized @Nullable LedgerEntry findByOrderId(String orderId) {
		return entry(this.entries.findByOrderId(orderId));
	}

	@Override
	public synchronized @Nullable LedgerEntry findByWireReference(String wireReference) {
		return entry(this.entries.attempts().find(wireReference));
	}

	@Override
	public synchronized List<LedgerEntry> findByReference(String reference) {
		return this.entries.attempts().of(reference).map((kept) -> kept.entry).toList();
	}

	@Override
	public synchronized @Nullable RecordedPayment findPayment(String transactionId) {
		return this.payments.find(transactionId);
	}

	@Override
	public synchronized List<KaspiPayment> findPayments(Instant paidAt) {
		return this.payments.find(paidAt);
	}

	@Override
	public synchronized boolean record(RecordedPayment payment) {
		return this.payments.record(payment);
	}

	/**
	 * Lists a day's payments, as {@link KaspiOrders#payments} does.
	 * @param day the day
	 * @return the payments, earliest first
	 */
	public synchronized List<KaspiPayment> payments(LocalDate day) {
		return this.payments.find(day);
	}

	@Override
	public synchronized boolean write(LedgerChange change) {
		KeptEntry kept = (change.before() != null) ? this.entries.find(change.before()) : null;
		KeptEntry absorbed = (change.absorbed() != null) ? this.entries.find(change.absorbed()) : null;
		KeptEntry superseded = (change.superseded() != null) ? this.entries.find(change.superseded()) : null;
		boolean asRead = isAsRead(kept, change.before()) && isAsRead(absorbed, change.absorbed())
				&& isAsRead(superseded, change.superseded());
		if (!asRead || isTaken(change.after(), kept, absorbed) || isRefundKeyTaken(change.after())
				|| (change.onlyPaidAttempt() && isOtherAttemptPaid(change.after(), kept))) {
			return false;
		}
		if (kept == null) {
			this.eviction.requireRoom();
		}
		if (change.payment() != null && !record(change.payment())) {
			return false;
		}
		if (absorbed != null) {
			this.entries.remove(absorbed);
		}
		if (superseded != null) {
			this.entries.replace(superseded,
					superseded.entry.asSuperseded().withVersion(superseded.entry.version() + 1));
		}
		if (kept != null) {
			this.entries.replace(kept, written(kept.entry, change.after()));
		}
		else {
			this.eviction.makeRoom();
			kept = this.entries.add(written(null, change.after()));
		}
		if (absorbed != null && absorbed.traceparent != null) {
			kept.traceparent = absorbed.traceparent;
		}
		if (change.before() == null && change.after().isIntent() && change.traceparent() != null) {
			kept.traceparent = change.traceparent();
		}
		this.outbox.add(change.events(), change.eventsLeased(), causes(change, kept));
		count(change);
		return true;
	}

	private static List<String> causes(LedgerChange change, KeptEntry kept) {
		if (change.traceparent() == null && kept.traceparent == null) {
			return List.of();
		}
		return Stream.of(change.traceparent(), kept.traceparent).filter(Objects::nonNull).distinct().toList();
	}

	/**
	 * Leaves an expedited order where it is in the queue, as long as it is polled at all.
	 */
	private static LedgerEntry written(@Nullable LedgerEntry before, LedgerEntry after) {
		if (before == null) {
			return after.withVersion(0);
		}
		LedgerEntry next = after.withVersion(before.version() + 1);
		return (before.expedited() && next.nextPollAt() != null) ? next.asExpedited() : next;
	}

	private void count(LedgerChange change) {
		long found = change.events()
			.stream()
			.filter((event) -> event instanceof KaspiOrderPaidEvent && FOUND_BY_ASKING.contains(event.source()))
			.count();
		this.paymentsSinceWebhook = Math.min(LedgerFigures.MAX_PAYMENTS, this.paymentsSinceWebhook + found);
		if (change.receipt() != null) {
			record(change.receipt());
		}
	}

	@Override
	public synchronized void record(WebhookReceipt receipt) {
		this.lastWebhookAt = receipt.receivedAt();
		this.paymentsSinceWebhook = 0;
	}

	@Override
	public synchronized LedgerFigures read() {
		Instant now = this.clock.instant();
		Instant firstDue = this.entries.polls().firstDue();
		Duration overdue = (firstDue != null) ? Duration.between(firstDue, now) : Duration.ZERO;
		return new LedgerFigures(now, count(KaspiOrder::isOpen), count(KaspiOrder::disputed),
				count(KaspiOrder::refundInDoubt), this.outbox.countPending(this.merchant),
				this.outbox.countParked(this.merchant), this.outbox.oldestPending(this.merchant),
				overdue.isNegative() ? Duration.ZERO : overdue, this.lastWebhookAt, this.paymentsSinceWebhook);
	}

	private long count(Predicate<KaspiOrder> which) {
		return this.entries.all().map((kept) -> kept.entry.order()).filter(which).count();
	}

	@Override
	public synchronized void delete(LedgerEntry entry) {
		KeptEntry kept = this.entries.find(entry);
		if (kept != null && isAsRead(kept, entry)) {
			this.entries.remove(kept);
		}
	}

	@Override
	public synchronized boolean hasDue() {
		Instant firstDue = this.entries.polls().firstDue();
		return firstDue != null && !firstDue.isAfter(this.clock.instant());
	}

	@Override
	public synchronized List<LedgerEntry> claimDue(ClaimOrder order, int max,
			Function<LedgerEntry, @Nullable Duration> pause) {
		Instant now = this.clock.instant();
		List<LedgerEntry> claimed = new ArrayList<>();
		for (KeptEntry kept : this.entries.polls().due(order, max, now)) {
			Duration next = pause.apply(kept.entry);
			this.entries.replace(kept, kept.entry.claimed((next != null) ? now.plus(next) : null));
			claimed.add(kept.entry);
		}
		return claimed;
	}

	@Override
	public synchronized void expedite(String orderId) {
		KeptEntry kept = this.entries.findByOrderId(orderId);
		if (kept != null && kept.entry.nextPollAt() != null && !kept.entry.expedited()) {
			this.entries.replace(kept, kept.entry.expedite(this.clock.instant()));
		}
	}

	/**
	 * Finds orders, as {@link KaspiOrders#find} does.
	 * @param query which ones
	 * @return the page
	 */
	public synchronized KaspiOrderPage find(KaspiOrderQuery query) {
		TimePosition after = TimePosition.parse(query.after());
		TreeMap<TimePosition, KeptEntry> found = new TreeMap<>(Comparator.reverseOrder());
		this.entries.all().filter((kept) -> matches(kept.entry, query)).forEach((kept) -> {
			found.put(new TimePosition(kept.entry.recordedAt().truncatedTo(ChronoUnit.MILLIS), kept.key()), kept);
		});
		NavigableMap<TimePosition, KeptEntry> rest = (after != null) ? found.tailMap(after, false) : found;
		List<Map.Entry<TimePosition, KeptEntry>> page = rest.entrySet().stream().limit(query.limit()).toList();
		return new KaspiOrderPage(page.stream().map((each) -> each.getValue().entry.order()).toList(),
				(rest.size() > page.size()) ? page.get(page.size() - 1).getKey().format() : null);
	}

	private static boolean matches(LedgerEntry entry, KaspiOrderQuery query) {
		KaspiOrder order = entry.order();
		boolean inTime = (query.from() == null || !entry.recordedAt().isBefore(query.from()))
				&& (query.to() == null || entry.recordedAt().isBefore(query.to()));
		return inTime && switch (query.filter()) {
			case ALL -> true;
			case OPEN -> order.isOpen();
			case DISPUTED -> order.disputed();
			case REFUND_IN_DOUBT -> order.refundInDoubt();
			case STATUS -> order.status().equals(query.status());
		};
	}

	private static @Nullable LedgerEntry entry(@Nullable KeptEntry kept) {
		return (kept != null) ? kept.entry : null;
	}

	private static boolean isAsRead(@Nullable KeptEntry kept, @Nullable LedgerEntry read) {
		return read == null || (kept != null && kept.entry.version() == read.version());
	}

	private boolean isTaken(LedgerEntry after, @Nullable KeptEntry kept, @Nullable KeptEntry absorbed) {
		KeptEntry byId = after.isIntent() ? null : this.entries.findByOrderId(after.order().orderId());
		KeptEntry byReference = this.entries.attempts().find(after.wireReference());
		return (byId != null && byId != kept)
				|| (byReference != null && byReference != kept && byReference != absorbed);
	}

	private static boolean isRefundKeyTaken(LedgerEntry after) {
		if (after.refunds().size() < 2) {
			return false;
		}
		List<String> keys = after.refunds().stream().map(RefundEntry::key).filter(Objects::nonNull).toList();
		return keys.size() > new HashSet<>(keys).size();
	}

	private boolean isOtherAttemptPaid(LedgerEntry after, @Nullable KeptEntry kept) {
		return this.entries.attempts()
			.of(after.order().reference())
			.anyMatch((other) -> other != kept && KaspiOrderLedger.isPaidAttempt(other.entry));
	}

}
