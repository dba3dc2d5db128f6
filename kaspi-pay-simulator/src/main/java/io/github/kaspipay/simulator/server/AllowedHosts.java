/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * The names that the simulator goes by. A page can give its own name this machine's
 * address, and its browser then takes the simulator for a part of that page.
 */
final class AllowedHosts {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	private static final Pattern HEADER = Pattern.compile("(\\[[^\\]]+]|[^:]+)(:\\d*)?");

	private final Set<String> furtherNames;

	AllowedHosts(Set<String> furtherNames) {
		this.furtherNames = furtherNames;
	}

	boolean allows(Request request) {
		Matcher header = HEADER.matcher(header(request));
		return header.matches()
				&& (LOOPBACK.matcher(header.group(1)).matches() || this.furtherNames.contains(header.group(1)));
	}

	/**
	 * Returns what a request calls the simulator. HTTP/2 has no {@code Host} header.
	 */
	static String header(Request request) {
		String header = request.getHeader("Host");
		return ((header != null) ? header : String.valueOf(request.getHost())).toLowerCase(Locale.ROOT);
	}

}
