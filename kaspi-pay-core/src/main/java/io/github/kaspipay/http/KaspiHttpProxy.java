/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * An HTTP proxy between the application and Kaspi Pay. Calls go through it in a tunnel
 * ({@code CONNECT}), so it sees neither tokens nor orders. Its {@link #toString()} shows
 * no credentials.
 *
 * @param host the proxy's host
 * @param port the proxy's port
 * @param username the user name for Basic authentication, or {@code null} for none
 * @param password the password, or {@code null} for none
 */
public record KaspiHttpProxy(String host, int port, @Nullable String username, @Nullable String password) {

	/**
	 * Creates the proxy.
	 * @param host the proxy's host
	 * @param port the proxy's port
	 * @param username the user name for Basic authentication, or {@code null} for none
	 * @param password the password, or {@code null} for none
	 * @throws IllegalArgumentException if the host is blank, the port is out of range, or
	 * the user name holds a colon
	 */
	public KaspiHttpProxy {
		if (host.isBlank()) {
			throw new IllegalArgumentException("host must be set");
		}
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("port must be between 1 and 65535");
		}
		if (username != null && username.contains(":")) {
			throw new IllegalArgumentException("username must not contain a colon");
		}
	}

	@Nullable String authorization() {
		if (this.username == null) {
			return null;
		}
		return "Basic " + HttpHeaders.encodeBasicAuth(this.username, (this.password != null) ? this.password : "",
				StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "KaspiHttpProxy[host=" + this.host + ", port=" + this.port + "]";
	}

}
