/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Peer} of a servlet container's request.
 */
final class ServletPeer {

	/**
	 * Where the server keeps it if it is about to replace the address by what a header
	 * says.
	 */
	static final String ATTRIBUTE = "io.github.kaspipay.peer";

	private ServletPeer() {
	}

	static Peer of(HttpServletRequest request) {
		Peer kept = kept(request);
		return (kept != null) ? kept : received(request);
	}

	static @Nullable Peer kept(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Peer peer) ? peer : null;
	}

	static Peer received(HttpServletRequest request) {
		return new Peer(request.getRemoteAddr(), Collections.list(request.getHeaders(Peer.FORWARDED_FOR)));
	}

}
