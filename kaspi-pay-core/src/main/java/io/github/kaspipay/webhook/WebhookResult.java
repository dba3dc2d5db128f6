/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

/**
 * What became of a notification, and the HTTP status that says so. Internal: it may
 * change in any release.
 */
public enum WebhookResult {

	/**
	 * It is recorded.
	 */
	RECORDED(200),

	/**
	 * It is signed, and cannot be read.
	 */
	UNREADABLE(400),

	/**
	 * Its signature is missing, repeated, malformed or wrong.
	 */
	UNAUTHORIZED(401),

	/**
	 * It could not be recorded and should be sent again.
	 */
	UNAVAILABLE(503);

	private final int status;

	WebhookResult(int status) {
		this.status = status;
	}

	/**
	 * Returns the HTTP status to answer with.
	 * @return the status
	 */
	public int getStatus() {
		return this.status;
	}

}
