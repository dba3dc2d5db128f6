/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response that was read whole.
 */
record BufferedResponse(HttpStatusCode statusCode, String statusText, HttpHeaders headers,
		byte[] content) implements ClientHttpResponse {

	static final int MAX_BYTES = 1024 * 1024;

	@Override
	public HttpStatusCode getStatusCode() {
		return this.statusCode;
	}

	@Override
	public String getStatusText() {
		return this.statusText;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.content);
	}

	@Override
	public void close() {
	}

	@Override
	public String toString() {
		return "BufferedResponse[statusCode=" + this.statusCode + "]";
	}

}
