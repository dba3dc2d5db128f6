/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.tls;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * Whether a client has shown a certificate of the simulator's authority, as the server
 * tells it to those who answer. Internal to the simulator.
 */
public final class ClientCertificate {

	/**
	 * The header that the server puts in, with the certificate's subject.
	 */
	public static final String HEADER = "X-Kaspi-Simulator-Client-Certificate";

	private ClientCertificate() {
	}

	/**
	 * Tells whether the client of a call has shown its certificate.
	 * @param request the call
	 * @return whether it has
	 */
	public static boolean isShown(Request request) {
		return request.containsHeader(HEADER);
	}

}
