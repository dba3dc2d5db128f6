/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import io.github.kaspipay.logging.LogScope;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.http.HttpHeaders;

/**
 * Where an answer carries the id Kaspi Pay gave the call.
 */
final class RequestId {

	private static final List<String> HEADERS = List.of("X-Request-Id", "Request-Id", "request_id");

	private static final int MAX_LENGTH = 128;

	private RequestId() {
	}

	static @Nullable String current() {
		return MDC.get(LogScope.REQUEST_ID);
	}

	static Optional<String> of(HttpHeaders headers) {
		return HEADERS.stream()
			.map(headers::getFirst)
			.filter((id) -> id != null && id.matches("[\\x21-\\x7e]{1," + MAX_LENGTH + "}"))
			.findFirst();
	}

}
