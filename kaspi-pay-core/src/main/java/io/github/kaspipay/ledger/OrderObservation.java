package io.github.kaspipay.ledger;

import java.math.BigDecimal;

import io.github.kaspipay.event.KaspiEventSource;
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
 * @param reply whether Kaspi Pay was asked because of what the ledger held unconfirmed
 */
public record OrderObservation(String orderId, @Nullable String reference, KaspiOrderStatus status,
		@Nullable BigDecimal amount, KaspiEventSource source, @Nullable KaspiOrder answer, boolean reply) {

	/**
	 * Makes an observation from a signed notification.
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null}
	 * @param status the status
	 * @param amount the order's amount in ₸, or {@code null}
	 * @return the observation
	 */
	public static OrderObservation ofWebhook(String orderId, @Nullable String reference, KaspiOrderStatus status,
			@Nullable BigDecimal amount) {
		return new OrderObservation(orderId, reference, status, amount, KaspiEventSource.WEBHOOK, null, false);
	}

	/**
	 * Makes an observation from Kaspi Pay's answer.
	 * @param answer the answer
	 * @param source {@link KaspiEventSource#POLL} or {@link KaspiEventSource#API}
	 * @param asked what the ledger held before Kaspi Pay was asked, or {@code null}
	 * @return the observation
	 */
	public static OrderObservation ofAnswer(KaspiOrder answer, KaspiEventSource source, @Nullable LedgerEntry asked) {
		boolean reply = asked != null && asked.unconfirmed() != null;
		return new OrderObservation(answer.orderId(), answer.reference(), answer.status(), answer.amount(), source,
				answer, reply);
	}

}
