/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;

import org.springframework.http.HttpHeaders;

/**
 * A response is longer than {@link BufferedResponse#MAX_BYTES}.
 */
class ResponseTooLongException extends IOException {

	private final int status;

	private final transient HttpHeaders headers;

	ResponseTooLongException(int status, HttpHeaders headers) {
		super("The response is longer than " + BufferedResponse.MAX_BYTES + " bytes");
		this.status = status;
		this.headers = headers;
	}

	int getStatus() {
		return this.status;
	}

	HttpHeaders getHeaders() {
		return this.headers;
	}

}
