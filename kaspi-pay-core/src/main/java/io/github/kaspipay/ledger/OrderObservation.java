package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says something of an order.
 *
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null} where it was not
 * said
 * @param status the status
 * @param amount the order's amount in ₸, or {@code null} where it was not said
 * @param source who says it
 * @param answer Kaspi Pay's whole answer, or {@code null} if this is a webhook
 * @param bodyDigest SHA-256 of the webhook's body, or {@code null} if this is no webhook
 * @param question what Kaspi Pay was asked, or {@code null} if this is no answer to a
 * question
 */
public record OrderObservation(String orderId, @Nullable String reference, KaspiOrderStatus status,
		@Nullable BigDecimal amount, KaspiEventSource source, @Nullable KaspiOrder answer, @Nullable String bodyDigest,
		@Nullable Question question) {

	/**
	 * Makes an observation from a signed notification.
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null}
	 * @param status the status
	 * @param amount the order's amount in ₸, or {@code null}
	 * @param bodyDigest SHA-256 of the notification's body, in lower-case hex
	 * @return the observation
	 */
	public static OrderObservation ofWebhook(String orderId, @Nullable String reference, KaspiOrderStatus status,
			@Nullable BigDecimal amount, String bodyDigest) {
		return new OrderObservation(orderId, reference, status, amount, KaspiEventSource.WEBHOOK, null, bodyDigest,
				null);
	}

	/**
	 * Makes an observation from Kaspi Pay's answer.
	 * @param answer the answer
	 * @param source {@link KaspiEventSource#POLL} or {@link KaspiEventSource#API}
	 * @param question what Kaspi Pay was asked, or {@code null} if this answers no
	 * question about the order
	 * @return the observation
	 */
	public static OrderObservation ofAnswer(KaspiOrder answer, KaspiEventSource source, @Nullable Question question) {
		return new OrderObservation(answer.orderId(), answer.reference(), answer.status(), answer.amount(), source,
				answer, null, question);
	}

	/**
	 * What the ledger wanted to know when it asked. An answer settles that, and nothing
	 * that came up while it was on its way.
	 *
	 * @param claim the status that had to be confirmed, or {@code null}
	 * @param refund the refund whose outcome was not known, or {@code null}
	 * @param askedAt when Kaspi Pay was asked
	 */
	public record Question(@Nullable KaspiOrderStatus claim, @Nullable PendingRefund refund, Instant askedAt) {

		/**
		 * Makes a question about what the ledger holds.
		 * @param entry the entry, or {@code null} if there is none
		 * @param now the time
		 * @return the question
		 */
		public static Question about(@Nullable LedgerEntry entry, Instant now) {
			if (entry == null) {
				return new Question(null, null, now);
			}
			return new Question((entry.unconfirmed() != null) ? entry.unconfirmed().status() : null,
					entry.pendingRefund(), now);
		}

	}

}
