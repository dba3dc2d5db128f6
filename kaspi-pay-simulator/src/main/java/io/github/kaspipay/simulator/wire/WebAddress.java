/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Addresses in a request. Internal to the simulator.
 */
public final class WebAddress {

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.+\\.localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

	private WebAddress() {
	}

	public static @Nullable URI optional(JsonNode request, String name) {
		String text = WireJson.optionalText(request, name);
		if (text == null) {
			return null;
		}
		try {
			URI address = new URI(text);
			if (address.getHost() != null && (isHttps(address) || "http".equalsIgnoreCase(address.getScheme()))) {
				return address;
			}
		}
		catch (URISyntaxException ex) {
			// refused below, like any other text that is not a web address
		}
		throw ApiException.invalid(name + " must be a web address");
	}

	public static boolean isHttps(URI address) {
		return "https".equalsIgnoreCase(address.getScheme());
	}

	public static boolean isLoopback(URI address) {
		return LOOPBACK.matcher(address.getHost()).matches();
	}

}
