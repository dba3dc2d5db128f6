/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS of the connections to Kaspi Pay. The host's name is always verified.
 *
 * @param context makes the connections
 * @param protocols the protocols to enable; empty for the context's own
 * @param ciphers the cipher suites to enable; empty for the context's own
 */
public record KaspiTls(SSLContext context, List<String> protocols, List<String> ciphers) {

	/**
	 * Creates the TLS settings.
	 * @param context makes the connections
	 * @param protocols the protocols to enable; empty for the context's own
	 * @param ciphers the cipher suites to enable; empty for the context's own
	 */
	public KaspiTls {
		protocols = List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
	}

	void configure(SSLParameters parameters) {
		if (!this.protocols.isEmpty()) {
			parameters.setProtocols(this.protocols.toArray(String[]::new));
		}
		if (!this.ciphers.isEmpty()) {
			parameters.setCipherSuites(this.ciphers.toArray(String[]::new));
		}
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
	}

}
