/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.nio.charset.StandardCharsets;

/**
 * What a request to the webhook is answered: a status and a short text.
 */
enum WebhookAnswer {

	/**
	 * It is recorded.
	 */
	OK(200, "OK"),

	/**
	 * It is signed, and cannot be read.
	 */
	UNREADABLE(400, "UNREADABLE"),

	/**
	 * It broke off, or is not HTTP.
	 */
	INCOMPLETE(400, "BAD_REQUEST"),

	/**
	 * Its signature is missing or wrong.
	 */
	UNAUTHORIZED(401, "UNAUTHORIZED"),

	/**
	 * It is not a POST.
	 */
	METHOD_NOT_ALLOWED(405, "METHOD_NOT_ALLOWED"),

	/**
	 * Its body is larger than allowed.
	 */
	CONTENT_TOO_LARGE(413, "CONTENT_TOO_LARGE"),

	/**
	 * Its body is compressed, or encoded otherwise.
	 */
	UNSUPPORTED_ENCODING(415, "UNSUPPORTED_MEDIA_TYPE"),

	/**
	 * Something else of the application took the body.
	 */
	BODY_TAKEN(503, "UNAVAILABLE"),

	/**
	 * It could not be recorded and should be sent again.
	 */
	UNAVAILABLE(503, "UNAVAILABLE");

	static final String CONTENT_TYPE = "text/plain;charset=UTF-8";

	private final int status;

	private final String text;

	private final byte[] content;

	WebhookAnswer(int status, String text) {
		this.status = status;
		this.text = text;
		this.content = text.getBytes(StandardCharsets.US_ASCII);
	}

	int status() {
		return this.status;
	}

	String text() {
		return this.text;
	}

	/**
	 * Returns the text's bytes, which must not be changed.
	 */
	byte[] content() {
		return this.content;
	}

}
