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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a merchant's entries in this JVM's memory. Holds a bounded number of orders; of
 * the settled ones those that settled first are evicted, and treated as new if they
 * reappear. Thread-safe. Internal: it may change in any release.
 */
public class InMemoryLedgerStore implements LedgerStore, PollQueue, LedgerFiguresSource {

	private static final Logger logger = LoggerFactory.getLogger(InMemoryLedgerStore.class);

	private static final Set<KaspiEventSource> FOUND_BY_ASKING = EnumSet.of(KaspiEventSource.POLL,
			KaspiEventSource.API);

	private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

	private final int maxOrders;

	private final Clock clock;

	private final InMemoryEventOutbox outbox;

	private final String merchant;

	private final BooleanSupplier onlyRecord;

	private final Set<KeptEntry> settled = new LinkedHashSet<>();

	private final Set<KeptEntry> unsettled = new LinkedHashSet<>();

	private final Map<String, KeptEntry> byOrderId = new HashMap<>();

	/**
	 * The latest of each reference.
	 */
	private final Map<String, KeptEntry> byReference = new HashMap<>();

	/**
	 * Those that Kaspi Pay knows by another reference than their order's.
	 */
	private final Map<String, KeptEntry> byOtherWireReference = new HashMap<>();

	private final TreeMap<Position, KeptEntry> polls = new TreeMap<>();

	private final LinkedHashSet<KeptEntry> expedited = new LinkedHashSet<>();

	private final LinkedHashMap<String, RecordedPayment> payments = new LinkedHashMap<>();

	private long lastKey;

	private long forgotten;

	private @Nullable Instant forgettingLoggedAt;

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
		this.maxOrders = maxOrders;
		this.clock = clock;
		this.outbox = outbox;
		this.merchant = merchant;
		this.onlyRecord = onlyRecord;
	}

	@Override
	public String merchant() {
		return this.merchant;
	}

	@Override
	public synchronized @Nullable LedgerEntry findByOrderId(String orderId) {
		return entry(this.byOrderId.get(orderId));
	}

	@Override
	public synchronized @Nullable LedgerEntry findByWireReference(String wireReference) {
		return entry(keptByWireReference(wireReference));
	}

	@Override
	public synchronized List<LedgerEntry> findByReference(String reference) {
		return attempts(reference).map((kept) -> kept.entry).toList();
	}

	@Override
	public synchronized @Nullable RecordedPayment findPayment(String transactionId) {
		return this.payments.get(transactionId);
	}

	@Override
	public synchronized List<KaspiPayment> findPayments(Instant paidAt) {
		return this.payments.values()
			.stream()
			.filter((payment) -> payment.paidAt().equals(paidAt))
			.map(RecordedPayment::accepted)
			.flatMap(Optional::stream)
			.toList();
	}

	@Override
	public synchronized boolean record(RecordedPayment payment) {
		if (this.payments.containsKey(payment.transactionId())) {
			return false;
		}
		if (this.payments.size() >= this.maxOrders) {
			forgetPayment();
		}
		this.payments.put(payment.transactionId(), payment);
		return true;
	}

	/**
	 * The payments of an order are known for as long as the order.
	 */
	private void forgetPayment() {
		this.payments.values()
			.stream()
			.filter((payment) -> payment.orderId() == null || !this.byOrderId.containsKey(payment.orderId()))
			.findFirst()
			.ifPresent((payment) -> this.payments.remove(payment.transactionId()));
	}

	/**
	 * Lists a day's payments, as {@link KaspiOrders#payments} does.
	 * @param day the day
	 * @return the payments, earliest first
	 */
	public synchronized List<KaspiPayment> payments(LocalDate day) {
		return this.payments.values()
			.stream()
			.filter((payment) -> day.equals(LocalDate.ofInstant(payment.paidAt(), KaspiPayment.BANK_ZONE)))
			.map(RecordedPayment::accepted)
			.flatMap(Optional::stream)
			.sorted(Comparator.comparing(KaspiPayment::paidAt))
			.toList();
	}

	@Override
	public synchronized boolean write(LedgerChange change) {
		KeptEntry kept = (change.before() != null) ? find(change.before()) : null;
		KeptEntry absorbed = (change.absorbed() != null) ? find(change.absorbed()) : null;
		KeptEntry superseded = (change.superseded() != null) ? find(change.superseded()) : null;
		boolean asRead = isAsRead(kept, change.before()) && isAsRead(absorbed, change.absorbed())
				&& isAsRead(superseded, change.superseded());
		if (!asRead || isTaken(change.after(), kept, absorbed) || isRefundKeyTaken(change.after())
				|| (change.onlyPaidAttempt() && isOtherAttemptPaid(change.after(), kept))) {
			return false;
		}
		if (kept == null) {
			requireRoom();
		}
		if (change.payment() != null && !record(change.payment())) {
			return false;
		}
		if (absorbed != null) {
			remove(absorbed);
		}
		if (superseded != null) {
			replace(superseded, superseded.entry.asSuperseded().withVersion(superseded.entry.version() + 1));
		}
		if (kept != null) {
			replace(kept, written(kept.entry, change.after()));
		}
		else {
			makeRoom();
			kept = add(written(null, change.after()));
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
		Duration overdue = this.polls.isEmpty() ? Duration.ZERO : Duration.between(this.polls.firstKey().at(), now);
		return new LedgerFigures(now, count(KaspiOrder::isOpen), count(KaspiOrder::disputed),
				count(KaspiOrder::refundInDoubt), this.outbox.countPending(this.merchant),
				this.outbox.countParked(this.merchant), this.outbox.oldestPending(this.merchant),
				overdue.isNegative() ? Duration.ZERO : overdue, this.lastWebhookAt, this.paymentsSinceWebhook);
	}

	private long count(Predicate<KaspiOrder> which) {
		return all().map((kept) -> kept.entry.order()).filter(which).count();
	}

	private Stream<KeptEntry> all() {
		return Stream.concat(this.settled.stream(), this.unsettled.stream());
	}

	@Override
	public synchronized void delete(LedgerEntry entry) {
		KeptEntry kept = find(entry);
		if (kept != null && isAsRead(kept, entry)) {
			remove(kept);
		}
	}

	@Override
	public synchronized boolean hasDue() {
		return !this.polls.isEmpty() && !this.polls.firstKey().at().isAfter(this.clock.instant());
	}

	@Override
	public synchronized List<LedgerEntry> claimDue(ClaimOrder order, int max,
			Function<LedgerEntry, @Nullable Duration> pause) {
		Instant now = this.clock.instant();
		List<LedgerEntry> claimed = new ArrayList<>();
		for (KeptEntry kept : due(order, max, now)) {
			Duration next = pause.apply(kept.entry);
			replace(kept, kept.entry.claimed((next != null) ? now.plus(next) : null));
			claimed.add(kept.entry);
		}
		return claimed;
	}

	private List<KeptEntry> due(ClaimOrder order, int max, Instant now) {
		if (order == ClaimOrder.EXPEDITED) {
			return this.expedited.stream().limit(max).toList();
		}
		Instant since = (order == ClaimOrder.RECENT) ? now.minus(PollQueue.RECENT) : Instant.MIN;
		return this.polls.subMap(new Position(since, Long.MIN_VALUE), true, new Position(now, Long.MAX_VALUE), true)
			.values()
			.stream()
			.limit(max)
			.toList();
	}

	@Override
	public synchronized void expedite(String orderId) {
		KeptEntry kept = this.byOrderId.get(orderId);
		if (kept != null && kept.entry.nextPollAt() != null && !kept.entry.expedited()) {
			replace(kept, kept.entry.expedite(this.clock.instant()));
		}
	}

	/**
	 * Finds orders, as {@link KaspiOrders#find} does.
	 * @param query which ones
	 * @return the page
	 */
	public synchronized KaspiOrderPage find(KaspiOrderQuery query) {
		Position after = Position.parse(query.after());
		TreeMap<Position, KeptEntry> found = new TreeMap<>(Comparator.reverseOrder());
		all().filter((kept) -> matches(kept.entry, query)).forEach((kept) -> {
			found.put(new Position(kept.entry.recordedAt().truncatedTo(ChronoUnit.MILLIS), kept.key()), kept);
		});
		NavigableMap<Position, KeptEntry> rest = (after != null) ? found.tailMap(after, false) : found;
		List<Map.Entry<Position, KeptEntry>> page = rest.entrySet().stream().limit(query.limit()).toList();
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

	private @Nullable KeptEntry find(LedgerEntry entry) {
		return entry.isIntent() ? keptByWireReference(entry.wireReference())
				: this.byOrderId.get(entry.order().orderId());
	}

	private @Nullable KeptEntry keptByWireReference(@Nullable String wireReference) {
		if (wireReference == null) {
			return null;
		}
		KeptEntry kept = this.byOtherWireReference.get(wireReference);
		if (kept == null) {
			kept = this.byReference.get(wireReference);
			while (kept != null && !wireReference.equals(kept.entry.wireReference())) {
				kept = kept.previous;
			}
		}
		return kept;
	}

	/**
	 * Returns what has a reference, the latest first.
	 */
	private Stream<KeptEntry> attempts(@Nullable String reference) {
		return Stream.iterate(this.byReference.get(reference), Objects::nonNull, (kept) -> kept.previous);
	}

	private static boolean isAsRead(@Nullable KeptEntry kept, @Nullable LedgerEntry read) {
		return read == null || (kept != null && kept.entry.version() == read.version());
	}

	private boolean isTaken(LedgerEntry after, @Nullable KeptEntry kept, @Nullable KeptEntry absorbed) {
		KeptEntry byId = after.isIntent() ? null : this.byOrderId.get(after.order().orderId());
		KeptEntry byReference = keptByWireReference(after.wireReference());
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
		return attempts(after.order().reference())
			.anyMatch((other) -> other != kept && KaspiOrderLedger.isPaidAttempt(other.entry));
	}

	private KeptEntry add(LedgerEntry entry) {
		KeptEntry kept = new KeptEntry(++this.lastKey, entry);
		index(kept);
		indexReference(kept);
		return kept;
	}

	private void replace(KeptEntry kept, LedgerEntry entry) {
		boolean sameReferences = Objects.equals(kept.entry.order().reference(), entry.order().reference())
				&& Objects.equals(kept.entry.wireReference(), entry.wireReference());
		removePoll(kept);
		if (!kept.entry.order().orderId().equals(entry.order().orderId())) {
			this.byOrderId.remove(kept.entry.order().orderId(), kept);
		}
		if (!sameReferences) {
			unindexReference(kept);
		}
		kept.entry = entry;
		index(kept);
		if (!sameReferences) {
			indexReference(kept);
		}
	}

	private void remove(KeptEntry kept) {
		removePoll(kept);
		this.byOrderId.remove(kept.entry.order().orderId(), kept);
		unindexReference(kept);
		this.settled.remove(kept);
		this.unsettled.remove(kept);
		this.expedited.remove(kept);
	}

	private void index(KeptEntry kept) {
		LedgerEntry entry = kept.entry;
		boolean settled = entry.isSettled();
		(settled ? this.settled : this.unsettled).add(kept);
		(settled ? this.unsettled : this.settled).remove(kept);
		if (!entry.isIntent()) {
			this.byOrderId.put(entry.order().orderId(), kept);
		}
		if (entry.nextPollAt() != null) {
			this.polls.put(new Position(entry.nextPollAt(), kept.key()), kept);
		}
		if (entry.expedited()) {
			this.expedited.add(kept);
		}
		else {
			this.expedited.remove(kept);
		}
	}

	private void removePoll(KeptEntry kept) {
		Instant at = kept.entry.nextPollAt();
		if (at != null) {
			this.polls.remove(new Position(at, kept.key()));
		}
	}

	private void indexReference(KeptEntry kept) {
		String reference = kept.entry.order().reference();
		if (reference != null) {
			KeptEntry later = attempts(reference).takeWhile((each) -> each.compareTo(kept) > 0)
				.reduce((first, second) -> second)
				.orElse(null);
			if (later != null) {
				kept.previous = later.previous;
				later.previous = kept;
			}
			else {
				kept.previous = this.byReference.put(reference, kept);
			}
		}
		String wireReference = kept.entry.wireReference();
		if (wireReference != null && !wireReference.equals(reference)) {
			this.byOtherWireReference.put(wireReference, kept);
		}
	}

	private void unindexReference(KeptEntry kept) {
		String reference = kept.entry.order().reference();
		if (reference != null) {
			KeptEntry later = attempts(reference).filter((each) -> each.previous == kept).findFirst().orElse(null);
			if (later != null) {
				later.previous = kept.previous;
			}
			else if (kept.previous != null) {
				this.byReference.put(reference, kept.previous);
			}
			else {
				this.byReference.remove(reference);
			}
			kept.previous = null;
		}
		this.byOtherWireReference.remove(kept.entry.wireReference(), kept);
	}

	private void requireRoom() {
		if (isFull() && this.onlyRecord.getAsBoolean() && leaving() == null) {
			throw new IllegalStateException("The ledger in memory is full of " + this.maxOrders
					+ " orders that can still be paid or are not settled, and nobody else knows them: give the "
					+ "application a DataSource, or raise kaspi.pay.ledger.max-orders");
		}
	}

	private boolean isFull() {
		return this.settled.size() + this.unsettled.size() >= this.maxOrders;
	}

	private void makeRoom() {
		if (!isFull()) {
			return;
		}
		KeptEntry leaving = leaving();
		if (leaving == null) {
			leaving = Stream.of(this.settled, this.unsettled)
				.flatMap((some) -> some.stream().limit(1))
				.min(Comparator.naturalOrder())
				.orElseThrow();
			logForgotten(leaving);
		}
		remove(leaving);
	}

	/**
	 * Says once a minute how many orders were forgotten, for there may be one with every
	 * creation.
	 */
	private void logForgotten(KeptEntry leaving) {
		Instant now = this.clock.instant();
		this.forgotten++;
		if (this.forgettingLoggedAt == null || !now.isBefore(this.forgettingLoggedAt.plus(LOG_PAUSE))) {
			logger.warn(
					"The ledger in memory is full of {} orders that are not settled: order '{}' is forgotten, {} since "
							+ "the last such line. Give the application a DataSource, or raise "
							+ "kaspi.pay.ledger.max-orders",
					this.maxOrders, leaving.entry.order().orderId(), this.forgotten);
			this.forgettingLoggedAt = now;
			this.forgotten = 0;
		}
	}

	/**
	 * Returns the order that settled first or, where nobody asks whether it was paid, the
	 * oldest one whose time is over; {@code null} if there is none.
	 */
	private @Nullable KeptEntry leaving() {
		KeptEntry oldest = delivered(this.settled.stream());
		if (oldest != null || !this.onlyRecord.getAsBoolean()) {
			return oldest;
		}
		Instant now = this.clock.instant();
		return delivered(this.unsettled.stream().filter((kept) -> isOver(kept.entry.order(), now)));
	}

	private @Nullable KeptEntry delivered(Stream<KeptEntry> oldestFirst) {
		return oldestFirst.filter((kept) -> !this.outbox.hasUndelivered(this.merchant, kept.entry.order().orderId()))
			.findFirst()
			.orElse(null);
	}

	private static boolean isOver(KaspiOrder order, Instant now) {
		return order.isOpen() && !order.disputed() && order.expiresAt() != null && !now.isBefore(order.expiresAt());
	}

	/**
	 * A place in an order by time.
	 */
	private record Position(Instant at, long key) implements Comparable<Position> {

		private static @Nullable Position parse(@Nullable String after) {
			if (after == null) {
				return null;
			}
			String[] parts = after.split("-");
			return new Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), Long.parseLong(parts[1]));
		}

		private String format() {
			return this.at.toEpochMilli() + "-" + this.key;
		}

		@Override
		public int compareTo(Position other) {
			int byTime = this.at.compareTo(other.at);
			return (byTime != 0) ? byTime : Long.compare(this.key, other.key);
		}

	}

}
