/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;

/**
 * Lets other programs, and the simulator's pages, do what a test does in Java. Who asks
 * again hears whether anything has changed.
 */
final class ControlEndpoint {

	private final Routes routes;

	private final StateVersion version;

	ControlEndpoint(Routes routes, StateVersion version) {
		this.routes = routes;
		this.version = version;
	}

	Answer answer(Request request) {
		String tag = String.format(Locale.ROOT, "\"%s\"", this.version.current());
		if (!request.getMethod().getName().equals("GET")) {
			return this.routes.answer(request);
		}
		if (tag.equals(request.getHeader("If-None-Match"))) {
			return new Answer(HttpURLConnection.HTTP_NOT_MODIFIED, Map.of("ETag", tag), "");
		}
		return this.routes.answer(request).withHeader("ETag", tag).withHeader("Cache-Control", "no-cache");
	}

}
