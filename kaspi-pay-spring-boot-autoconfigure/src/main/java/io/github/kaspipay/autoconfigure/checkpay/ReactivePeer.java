/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.net.InetSocketAddress;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * Finds the {@link Peer} of a reactive server's request, as the server received it:
 * forwarded headers may have taken the place of the address since.
 */
final class ReactivePeer {

	private static final boolean NETTY = isPresent("reactor.netty.http.server.HttpServerRequest");

	private static final boolean SERVLET = isPresent("jakarta.servlet.http.HttpServletRequest");

	private ReactivePeer() {
	}

	private static boolean isPresent(String name) {
		return ClassUtils.isPresent(name, ReactivePeer.class.getClassLoader());
	}

	/**
	 * Returns where a request came from, or {@code null} where the server does not say.
	 */
	static @Nullable Peer of(ServerHttpRequest request) {
		Object received = received(request);
		if (NETTY && Netty.is(received)) {
			return Netty.peer(received);
		}
		return (SERVLET && Servlet.is(received)) ? Servlet.peer(received) : null;
	}

	private static @Nullable Object received(ServerHttpRequest request) {
		ServerHttpRequest inner = request;
		while (inner instanceof ServerHttpRequestDecorator decorator) {
			inner = decorator.getDelegate();
		}
		return (inner instanceof AbstractServerHttpRequest server) ? nativeRequest(server) : null;
	}

	/**
	 * A mock has none.
	 */
	private static @Nullable Object nativeRequest(AbstractServerHttpRequest request) {
		try {
			return request.getNativeRequest();
		}
		catch (IllegalStateException ex) {
			return null;
		}
	}

	/**
	 * Apart, for it may be missing.
	 */
	private static final class Netty {

		static boolean is(@Nullable Object request) {
			return request instanceof HttpServerRequest;
		}

		static @Nullable Peer peer(@Nullable Object request) {
			return (request instanceof HttpServerRequest received
					&& received.connectionRemoteAddress() instanceof InetSocketAddress address
					&& address.getAddress() != null)
							? new Peer(address.getAddress().getHostAddress(),
									received.requestHeaders().getAll(Peer.FORWARDED_FOR))
							: null;
		}

	}

	/**
	 * Apart, for it may be missing. Only Tomcat says what it received.
	 */
	private static final class Servlet {

		static boolean is(@Nullable Object request) {
			return request instanceof HttpServletRequest;
		}

		static @Nullable Peer peer(@Nullable Object request) {
			return (request instanceof HttpServletRequest received) ? ServletPeer.kept(received) : null;
		}

	}

}
