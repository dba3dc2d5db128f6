/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A webhook that does not come as it should: for example
 * {@code WebhookFault.drop().forOrder(orderId).times(1)}. Unless said otherwise it
 * concerns the webhooks of all orders, every time until it is cleared. It is decided when
 * the order's status changes; whenever the receiver does not take that webhook, the same
 * is sent again. Immutable.
 */
public final class WebhookFault implements Fault {

	private final Type type;

	private final Duration delay;

	private final @Nullable String secret;

	private final @Nullable BigDecimal amount;

	private final @Nullable String orderId;

	private final @Nullable Integer times;

	private WebhookFault(Type type, Duration delay, @Nullable String secret, @Nullable BigDecimal amount,
			@Nullable String orderId, @Nullable Integer times) {
		this.type = type;
		this.delay = delay;
		this.secret = secret;
		this.amount = amount;
		this.orderId = orderId;
		this.times = times;
	}

	private static WebhookFault of(Type type) {
		return new WebhookFault(type, Duration.ZERO, null, null, null, null);
	}

	/**
	 * Loses the webhook on its way. It is not sent again.
	 * @return the fault
	 */
	public static WebhookFault drop() {
		return of(Type.DROP);
	}

	/**
	 * Sends the webhook later, and with it those of the same order that come after it.
	 * @param delay how much later, in real time, at most 1 hour
	 * @return the fault
	 */
	public static WebhookFault delay(Duration delay) {
		if (delay.isNegative() || delay.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException("The delay must be between 0 and 1 hour, not " + delay);
		}
		return new WebhookFault(Type.DELAY, delay, null, null, null, null);
	}

	/**
	 * Sends the webhook twice.
	 * @return the fault
	 */
	public static WebhookFault duplicate() {
		return of(Type.DUPLICATE);
	}

	/**
	 * Holds the webhook back and sends it after the order's next one; never, if there is
	 * no next one.
	 * @return the fault
	 */
	public static WebhookFault reorder() {
		return of(Type.REORDER);
	}

	/**
	 * Sends the webhook with a signature that is well formed and wrong.
	 * @return the fault
	 */
	public static WebhookFault wrongSignature() {
		return of(Type.WRONG_SIGNATURE);
	}

	/**
	 * Signs the webhook with another secret, such as the one before the last change.
	 * @param secret the secret, not empty
	 * @return the fault
	 */
	public static WebhookFault oldSecret(String secret) {
		if (secret.isEmpty()) {
			throw new IllegalArgumentException("The secret must not be empty");
		}
		return new WebhookFault(Type.OLD_SECRET, Duration.ZERO, secret, null, null, null);
	}

	/**
	 * Indents the webhook's JSON, and signs what JavaScript's
	 * {@code JSON.stringify(JSON.parse(body))} makes of it.
	 * @return the fault
	 */
	public static WebhookFault prettyPrinted() {
		return of(Type.PRETTY_PRINTED);
	}

	/**
	 * Lets the webhook say another amount than the order's, and signs that.
	 * @param amount the amount in ₸
	 * @return the fault
	 */
	public static WebhookFault amount(BigDecimal amount) {
		return new WebhookFault(Type.AMOUNT, Duration.ZERO, null, amount, null, null);
	}

	/**
	 * Limits the fault to the webhooks of one order.
	 * @param orderId the order's id
	 * @return a fault of this order only
	 */
	public WebhookFault forOrder(String orderId) {
		return new WebhookFault(this.type, this.delay, this.secret, this.amount, orderId, this.times);
	}

	/**
	 * Limits the fault to the next webhooks.
	 * @param times to how many, more than 0
	 * @return a fault that happens that often
	 */
	public WebhookFault times(int times) {
		return new WebhookFault(this.type, this.delay, this.secret, this.amount, this.orderId, Times.check(times));
	}

	/**
	 * Returns what happens.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Returns how much later a delayed webhook is sent.
	 * @return the delay, zero for other types
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * Returns the secret that the webhook is signed with.
	 * @return the secret, or {@code null} if the type is not {@link Type#OLD_SECRET}
	 */
	public @Nullable String secret() {
		return this.secret;
	}

	/**
	 * Returns the amount that the webhook says.
	 * @return the amount, or {@code null} if the type is not {@link Type#AMOUNT}
	 */
	public @Nullable BigDecimal amount() {
		return this.amount;
	}

	/**
	 * Returns the order it is limited to.
	 * @return the order's id, or {@code null} for all orders
	 */
	public @Nullable String orderId() {
		return this.orderId;
	}

	@Override
	public @Nullable Integer times() {
		return this.times;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "WebhookFault[type=%s, orderId=%s, times=%s]", this.type, this.orderId,
				this.times);
	}

	/**
	 * What happens to a webhook.
	 */
	public enum Type {

		/**
		 * It gets lost.
		 */
		DROP,

		/**
		 * It comes late.
		 */
		DELAY,

		/**
		 * It comes twice.
		 */
		DUPLICATE,

		/**
		 * It comes after the next one.
		 */
		REORDER,

		/**
		 * Its signature is wrong.
		 */
		WRONG_SIGNATURE,

		/**
		 * It is signed with another secret.
		 */
		OLD_SECRET,

		/**
		 * Its body is indented.
		 */
		PRETTY_PRINTED,

		/**
		 * It says another amount.
		 */
		AMOUNT

	}

}
