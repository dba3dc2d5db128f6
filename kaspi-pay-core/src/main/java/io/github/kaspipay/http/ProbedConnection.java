/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.net.SocketTimeoutException;

import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that can be probed before it is used again.
 */
final class ProbedConnection extends DefaultBHttpClientConnection {

	private static final Timeout PROBE = Timeout.ofMilliseconds(1);

	ProbedConnection(Http1Config config) {
		super(config);
	}

	/**
	 * Says whether the connection is open and nothing came in. What comes without a
	 * request, such as the notice of a time-out, is no answer to the next one.
	 */
	boolean isQuiet() {
		try {
			awaitInput(PROBE);
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
