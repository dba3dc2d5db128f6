/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.util.Set;
import java.util.function.ToIntFunction;

import io.github.kaspipay.simulator.tls.SimulatedCertificates;
import org.jspecify.annotations.Nullable;

/**
 * Where the QR API listens, from the first time on that somebody asks. Safe for use by
 * several threads.
 */
final class QrAddress {

	private final Set<String> hosts;

	private final ToIntFunction<SimulatedCertificates> listen;

	private @Nullable Integer port;

	QrAddress(Set<String> hosts, ToIntFunction<SimulatedCertificates> listen) {
		this.hosts = hosts;
		this.listen = listen;
	}

	/**
	 * Returns the address without a path.
	 */
	synchronized String get() {
		if (this.port == null) {
			this.port = this.listen.applyAsInt(certificates());
		}
		return "https://localhost:" + this.port;
	}

	/**
	 * Returns the address without a path, or {@code null} as long as nobody listens.
	 */
	synchronized @Nullable String ifListening() {
		return (this.port != null) ? get() : null;
	}

	SimulatedCertificates certificates() {
		return SimulatedCertificates.of(this.hosts);
	}

}
