package io.github.kaspipay.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * Where the ledger's entries and the events that were not delivered yet are kept. An
 * entry and the events that follow from its change are written together or not at all.
 * Thread-safe.
 */
public interface KaspiOrderStore {

	/**
	 * Looks an entry up.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the entry, or {@code null}
	 */
	@Nullable LedgerEntry findByOrderId(String orderId);

	/**
	 * Looks an entry up.
	 * @param reference the merchant's own id of the order
	 * @return the entry, or {@code null}
	 */
	@Nullable LedgerEntry findByReference(String reference);

	/**
	 * Writes a new entry.
	 * @param entry the entry
	 * @param events the events that follow
	 * @param receipt the webhook that caused it, or {@code null}
	 * @return {@code false} if there is an entry with its order id or reference; nothing
	 * was written then
	 */
	boolean insert(LedgerEntry entry, List<KaspiOrderEvent> events, @Nullable WebhookReceipt receipt);

	/**
	 * Changes an entry.
	 * @param before the entry as it was read
	 * @param after the entry as it is to be; its version is ignored
	 * @param events the events that follow
	 * @param receipt the webhook that caused it, or {@code null}
	 * @return {@code false} if the entry was changed or removed since it was read, or the
	 * order id or reference it is to have is another entry's; nothing was written then
	 */
	boolean update(LedgerEntry before, LedgerEntry after, List<KaspiOrderEvent> events,
			@Nullable WebhookReceipt receipt);

	/**
	 * Keeps a webhook that changed nothing in the journal, where there is one.
	 * @param receipt the webhook
	 */
	default void record(WebhookReceipt receipt) {
	}

	/**
	 * Removes an entry that turned out to stand for no order, unless it was changed since
	 * it was read.
	 * @param entry the entry as it was read
	 */
	void delete(LedgerEntry entry);

	/**
	 * Says whether there is an order that Kaspi Pay is to be asked about now.
	 * @return whether {@link #claimDue} would find one
	 */
	boolean hasDue();

	/**
	 * Takes the orders that Kaspi Pay is to be asked about now, each given to one caller
	 * only, the longest due first.
	 * @param since leaves out what was due before
	 * @param max how many at the most
	 * @param pause how long until the order is due again, or {@code null} for never
	 * @return the entries
	 */
	List<LedgerEntry> claimDue(Instant since, int max, Function<LedgerEntry, @Nullable Duration> pause);

	/**
	 * Takes the orders that Kaspi Pay is to be asked about now, however long they are
	 * due.
	 * @param max how many at the most
	 * @param pause how long until the order is due again, or {@code null} for never
	 * @return the entries
	 */
	default List<LedgerEntry> claimDue(int max, Function<LedgerEntry, @Nullable Duration> pause) {
		return claimDue(LedgerEntry.FIRST, max, pause);
	}

	/**
	 * Has Kaspi Pay asked about an order before all others, but for those of which this
	 * was said earlier: makes it due at {@link LedgerEntry#first}. Does nothing if it was
	 * said of the order already, or the order is not to be asked about at all.
	 * @param orderId Kaspi Pay's id of the order
	 */
	void askFirst(String orderId);

	/**
	 * Says whether the caller is to ask Kaspi Pay about an order now, or another instance
	 * does. Here, where there is no other: the caller.
	 * @param orderId Kaspi Pay's id of the order
	 * @param asker the caller's instance; it may always ask
	 * @param sharedFor how long after its beginning another instance's question counts
	 * @return whose turn it is
	 */
	default QuestionTurn beginQuestion(String orderId, String asker, Duration sharedFor) {
		return QuestionTurn.ASK;
	}

	/**
	 * Says that a question is over.
	 * @param orderId Kaspi Pay's id of the order
	 * @param asker the instance that asked
	 * @param answered whether there was an answer; it is in the store then
	 */
	default void endQuestion(String orderId, String asker, boolean answered) {
	}

	/**
	 * Delivers one event that is due: the oldest of its order, given to one caller only.
	 * The event counts as delivered once the listener returns. If it throws, the event
	 * becomes due again after the policy's pause, or is parked.
	 * @param listener takes the event
	 * @param policy what happens after a failure
	 * @return the delivery, or {@code null} if no event is due
	 */
	@Nullable EventDelivery deliverNext(Consumer<KaspiOrderEvent> listener, RedeliveryPolicy policy);

	/**
	 * Lists the events whose delivery was given up.
	 * @return the events, oldest first
	 */
	List<KaspiOrderEvent> findParked();

	/**
	 * Makes a parked event due again.
	 * @param eventId the event's id
	 * @return whether it was parked
	 */
	boolean unpark(String eventId);

	/**
	 * Removes what the journal of webhooks has kept long enough.
	 */
	default void clean() {
	}

}
