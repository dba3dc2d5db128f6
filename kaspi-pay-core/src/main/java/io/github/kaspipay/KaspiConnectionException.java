package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * Kaspi Pay could not be reached. The call was never sent, or it was one that changes
 * nothing: it is safe to make it again.
 */
public class KaspiConnectionException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public KaspiConnectionException(String message, @Nullable Throwable cause) {
		super(message, null, cause);
	}

}
