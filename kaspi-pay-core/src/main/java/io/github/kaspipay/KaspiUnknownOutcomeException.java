package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * A create or refund was sent and no answer came: it may have happened. Do not repeat it
 * blindly. The ledger keeps what was asked for; a webhook or a later
 * {@link io.github.kaspipay.order.KaspiOrderService#get get} settles it.
 */
public class KaspiUnknownOutcomeException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public KaspiUnknownOutcomeException(String message, @Nullable Throwable cause) {
		super(message, null, cause);
	}

}
