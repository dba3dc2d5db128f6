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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
 * Keeps a merchant's entries in this JVM's memory. Holds a bounded number of orders; the
 * oldest settled ones are evicted, and treated as new if they reappear. Thread-safe.
 */
public class InMemoryLedgerStore implements LedgerStore, PollQueue, LedgerFiguresSource {

	private static final Logger logger = LoggerFactory.getLogger(InMemoryLedgerStore.class);

	private static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::at)
		.thenComparing(Position::key)
		.reversed();

	private static final Set<KaspiEventSource> FOUND_BY_ASKING = EnumSet.of(KaspiEventSource.POLL,
			KaspiEventSource.API);

	private final int maxOrders;

	private final Clock clock;

	private final InMemoryEventOutbox outbox;

	private final String merchant;

	private final BooleanSupplier onlyRecord;

	private final LinkedHashSet<Long> oldestFirst = new LinkedHashSet<>();

	private final Map<Long, LedgerEntry> entries = new HashMap<>();

	private final Map<String, Long> byOrderId = new HashMap<>();

	private final Map<String, Long> byWireReference = new HashMap<>();

	private final Map<String, TreeSet<Long>> byReference = new HashMap<>();

	private final Map<Long, String> traces = new HashMap<>();

	private final TreeSet<Position> polls = new TreeSet<>();

	private final LinkedHashSet<Long> expedited = new LinkedHashSet<>();

	private final LinkedHashMap<String, RecordedPayment> payments = new LinkedHashMap<>();

	private long lastKey;

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
	 * Creates an empty store, of orders that Kaspi Pay can be asked about.
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
		return get(this.byOrderId.get(orderId));
	}

	@Override
	public synchronized @Nullable LedgerEntry findByWireReference(String wireReference) {
		return get(this.byWireReference.get(wireReference));
	}

	@Override
	public synchronized List<LedgerEntry> findByReference(String reference) {
		TreeSet<Long> keys = this.byReference.get(reference);
		return (keys != null) ? keys.descendingSet().stream().map(this::current).toList() : List.of();
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
		Long key = (change.before() != null) ? find(change.before()) : null;
		Long absorbed = (change.absorbed() != null) ? find(change.absorbed()) : null;
		Long superseded = (change.superseded() != null) ? find(change.superseded()) : null;
		boolean asRead = isAsRead(key, change.before()) && isAsRead(absorbed, change.absorbed())
				&& isAsRead(superseded, change.superseded());
		if (!asRead || isTaken(change.after(), key, absorbed) || isRefundKeyTaken(change.after())
				|| (change.onlyPaidAttempt() && isOtherAttemptPaid(change.after(), key))) {
			return false;
		}
		if (key == null) {
			requireRoom();
		}
		if (change.payment() != null && !record(change.payment())) {
			return false;
		}
		String orderTrace = (absorbed != null) ? this.traces.get(absorbed) : null;
		if (absorbed != null) {
			remove(absorbed);
		}
		if (superseded != null) {
			LedgerEntry attempt = current(superseded);
			put(superseded, attempt.asSuperseded().withVersion(attempt.version() + 1));
		}
		if (key == null) {
			makeRoom();
			key = ++this.lastKey;
			this.oldestFirst.add(key);
		}
		put(key, written(get(key), change.after()));
		if (change.before() == null && change.after().isIntent()) {
			orderTrace = change.traceparent();
		}
		if (orderTrace != null) {
			this.traces.put(key, orderTrace);
		}
		this.outbox.add(change.events(), change.eventsLeased(), causes(change, key));
		count(change);
		return true;
	}

	private List<String> causes(LedgerChange change, Long key) {
		return Stream.of(change.traceparent(), this.traces.get(key)).filter(Objects::nonNull).distinct().toList();
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
		Duration overdue = this.polls.isEmpty() ? Duration.ZERO : Duration.between(this.polls.first().at(), now);
		return new LedgerFigures(now, count(KaspiOrder::isOpen), count(KaspiOrder::disputed),
				count(KaspiOrder::refundInDoubt), this.outbox.countPending(this.merchant),
				this.outbox.countParked(this.merchant), this.outbox.oldestPending(this.merchant),
				overdue.isNegative() ? Duration.ZERO : overdue, this.lastWebhookAt, this.paymentsSinceWebhook);
	}

	private long count(Predicate<KaspiOrder> which) {
		return this.entries.values().stream().map(LedgerEntry::order).filter(which).count();
	}

	@Override
	public synchronized void delete(LedgerEntry entry) {
		Long key = find(entry);
		if (key != null && isAsRead(key, entry)) {
			remove(key);
		}
	}

	@Override
	public synchronized boolean hasDue() {
		return !this.polls.isEmpty() && !this.polls.first().at().isAfter(this.clock.instant());
	}

	@Override
	public synchronized List<LedgerEntry> claimDue(ClaimOrder order, int max,
			Function<LedgerEntry, @Nullable Duration> pause) {
		Instant now = this.clock.instant();
		List<LedgerEntry> claimed = new ArrayList<>();
		for (Long key : due(order, max, now)) {
			LedgerEntry entry = current(key);
			Duration next = pause.apply(entry);
			LedgerEntry after = entry.claimed((next != null) ? now.plus(next) : null);
			put(key, after);
			claimed.add(after);
		}
		return claimed;
	}

	private List<Long> due(ClaimOrder order, int max, Instant now) {
		if (order == ClaimOrder.EXPEDITED) {
			return this.expedited.stream().limit(max).toList();
		}
		Instant since = (order == ClaimOrder.RECENT) ? now.minus(PollQueue.RECENT) : Instant.MIN;
		return this.polls.tailSet(new Position(since, Long.MIN_VALUE))
			.stream()
			.takeWhile((poll) -> !poll.at().isAfter(now))
			.limit(max)
			.map(Position::key)
			.toList();
	}

	@Override
	public synchronized void expedite(String orderId) {
		Long key = this.byOrderId.get(orderId);
		if (key != null && current(key).nextPollAt() != null && !current(key).expedited()) {
			put(key, current(key).expedite(this.clock.instant()));
		}
	}

	/**
	 * Finds orders, as {@link KaspiOrders#find} does.
	 * @param query which ones
	 * @return the page
	 */
	public synchronized KaspiOrderPage find(KaspiOrderQuery query) {
		Position after = Position.parse(query.after());
		List<Position> found = this.entries.entrySet()
			.stream()
			.filter((entry) -> matches(entry.getValue(), query))
			.map((entry) -> new Position(entry.getValue().recordedAt().truncatedTo(ChronoUnit.MILLIS), entry.getKey()))
			.filter((position) -> after == null || NEWEST_FIRST.compare(position, after) > 0)
			.sorted(NEWEST_FIRST)
			.limit(query.limit() + 1L)
			.toList();
		boolean more = found.size() > query.limit();
		List<Position> page = more ? found.subList(0, query.limit()) : found;
		return new KaspiOrderPage(page.stream().map((position) -> current(position.key()).order()).toList(),
				more ? page.get(page.size() - 1).format() : null);
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

	private @Nullable LedgerEntry get(@Nullable Long key) {
		return (key != null) ? this.entries.get(key) : null;
	}

	private @Nullable Long find(LedgerEntry entry) {
		return entry.isIntent() ? this.byWireReference.get(entry.wireReference())
				: this.byOrderId.get(entry.order().orderId());
	}

	private boolean isAsRead(@Nullable Long key, @Nullable LedgerEntry read) {
		return read == null || (key != null && current(key).version() == read.version());
	}

	private LedgerEntry current(Long key) {
		LedgerEntry entry = this.entries.get(key);
		if (entry == null) {
			throw new IllegalStateException("The entry " + key + " is gone");
		}
		return entry;
	}

	private boolean isTaken(LedgerEntry after, @Nullable Long key, @Nullable Long absorbed) {
		Long byId = after.isIntent() ? null : this.byOrderId.get(after.order().orderId());
		Long byReference = this.byWireReference.get(after.wireReference());
		return (byId != null && !byId.equals(key))
				|| (byReference != null && !byReference.equals(key) && !byReference.equals(absorbed));
	}

	private static boolean isRefundKeyTaken(LedgerEntry after) {
		List<String> keys = after.refunds().stream().map(RefundEntry::key).filter(Objects::nonNull).toList();
		return keys.size() > new HashSet<>(keys).size();
	}

	private boolean isOtherAttemptPaid(LedgerEntry after, @Nullable Long key) {
		TreeSet<Long> keys = this.byReference.getOrDefault(after.order().reference(), new TreeSet<>());
		return keys.stream().anyMatch((other) -> !other.equals(key) && KaspiOrderLedger.isPaidAttempt(current(other)));
	}

	private void put(Long key, LedgerEntry entry) {
		unplan(key, this.entries.put(key, entry));
		if (entry.nextPollAt() != null) {
			this.polls.add(new Position(entry.nextPollAt(), key));
		}
		if (entry.expedited()) {
			this.expedited.add(key);
		}
		else {
			this.expedited.remove(key);
		}
		if (!entry.isIntent()) {
			this.byOrderId.put(entry.order().orderId(), key);
		}
		if (entry.wireReference() != null) {
			this.byWireReference.put(entry.wireReference(), key);
		}
		if (entry.order().reference() != null) {
			this.byReference.computeIfAbsent(entry.order().reference(), (reference) -> new TreeSet<>()).add(key);
		}
	}

	private void remove(Long key) {
		LedgerEntry entry = this.entries.remove(key);
		unplan(key, entry);
		this.oldestFirst.remove(key);
		this.expedited.remove(key);
		this.traces.remove(key);
		if (entry != null) {
			this.byOrderId.remove(entry.order().orderId(), key);
			this.byWireReference.remove(entry.wireReference(), key);
			this.byReference.computeIfPresent(String.valueOf(entry.order().reference()), (reference, keys) -> {
				keys.remove(key);
				return keys.isEmpty() ? null : keys;
			});
		}
	}

	private void unplan(Long key, @Nullable LedgerEntry entry) {
		if (entry != null && entry.nextPollAt() != null) {
			this.polls.remove(new Position(entry.nextPollAt(), key));
		}
	}

	private void requireRoom() {
		if (this.entries.size() >= this.maxOrders && this.onlyRecord.getAsBoolean() && leaving() == null) {
			throw new IllegalStateException("The ledger in memory is full of " + this.maxOrders
					+ " orders that can still be paid or are not settled, and nobody else knows them: give the "
					+ "application a DataSource, or raise kaspi.pay.ledger.max-orders");
		}
	}

	private void makeRoom() {
		if (this.entries.size() < this.maxOrders) {
			return;
		}
		Long leaving = leaving();
		if (leaving == null) {
			leaving = this.oldestFirst.iterator().next();
			logger.warn(
					"The ledger in memory is full of {} orders that are not settled: order '{}' is forgotten. "
							+ "Give the application a DataSource, or raise kaspi.pay.ledger.max-orders",
					this.maxOrders, current(leaving).order().orderId());
		}
		remove(leaving);
	}

	/**
	 * Returns the oldest settled order or, where nobody asks whether it was paid, the
	 * oldest one whose time is over; {@code null} if there is none.
	 */
	private @Nullable Long leaving() {
		Instant now = this.clock.instant();
		Long over = null;
		for (Long key : this.oldestFirst) {
			LedgerEntry entry = current(key);
			if (this.outbox.hasUndelivered(this.merchant, entry.order().orderId())) {
				continue;
			}
			if (entry.isSettled()) {
				return key;
			}
			if (over == null && isOver(entry.order(), now) && this.onlyRecord.getAsBoolean()) {
				over = key;
			}
		}
		return over;
	}

	private static boolean isOver(KaspiOrder order, Instant now) {
		return order.isOpen() && !order.disputed() && order.expiresAt() != null && !now.isBefore(order.expiresAt());
	}

	/**
	 * A place in an order by time.
	 */
	private record Position(Instant at, long key) implements Comparable<Position> {

		private static final Comparator<Position> ORDER = Comparator.comparing(Position::at)
			.thenComparing(Position::key);

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
			return ORDER.compare(this, other);
		}

	}

}
