package io.github.kaspipay.autoconfigure;

import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Who is at the other end of a connection, and whom it names as its caller.
 *
 * @param address the address at the other end
 * @param forwardedFor all lines of {@code X-Forwarded-For}, in order
 */
record Peer(String address, List<String> forwardedFor) {

	/**
	 * Where the server keeps it if it is about to replace the address by what a header
	 * says.
	 */
	static final String ATTRIBUTE = "io.github.kaspipay.peer";

	static Peer of(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Peer peer) ? peer : received(request);
	}

	static Peer received(HttpServletRequest request) {
		return new Peer(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
	}

}
