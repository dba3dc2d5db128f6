package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A check or pay request that the simulator sent as Kaspi, and its answer.
 *
 * @param command {@code check} or {@code pay}
 * @param transactionId Kaspi's id of the payment
 * @param account the account
 * @param sum the sum that was sent, in ₸
 * @param url the whole address that was called
 * @param time when it was sent, on the simulator's clock
 * @param httpStatus the HTTP status, or {@code null} without an answer
 * @param result the result, 0 to 5, or {@code null} if there is none to be read
 * @param answeredSum the sum that was answered, in ₸, or {@code null}
 * @param paymentId the merchant's id of the payment, or {@code null}
 * @param body the answer's body, or {@code null} without an answer
 * @param error what went wrong, or {@code null}
 */
public record CheckPayCall(String command, String transactionId, String account, BigDecimal sum, URI url, Instant time,
		@Nullable Integer httpStatus, @Nullable Integer result, @Nullable BigDecimal answeredSum,
		@Nullable String paymentId, @Nullable String body, @Nullable String error) {

	/**
	 * Says what the result means.
	 * @return the meaning, in English
	 */
	public String meaning() {
		if (this.result == null) {
			return (this.error != null) ? this.error : "No result: Kaspi takes it for a broken connection";
		}
		return switch (this.result) {
			case 0 -> this.command.equals("pay") ? "Paid" : "Can be paid";
			case 1 -> "No such account";
			case 2 -> "Cancelled or expired";
			case 3 -> "Paid before";
			case 4 -> "A payment is in progress";
			default -> "Error: to be tried again";
		};
	}

	/**
	 * Says whether the result is 0.
	 * @return whether it can be paid, or is paid
	 */
	public boolean isAccepted() {
		return this.result != null && this.result == 0;
	}

}
