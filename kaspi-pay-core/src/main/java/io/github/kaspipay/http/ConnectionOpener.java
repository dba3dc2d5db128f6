/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to Kaspi Pay: directly, or in a tunnel through a proxy.
 */
final class ConnectionOpener {

	private static final Http1Config CONFIG = Http1Config.custom()
		.setMaxLineLength(16 * 1024)
		.setMaxHeaderCount(200)
		.build();

	/**
	 * What an address has of the time at least, however many there are.
	 */
	private static final int SHORTEST_PART_MILLIS = 500;

	private final String host;

	private final int port;

	private final boolean secure;

	private final Duration connectTimeout;

	private final @Nullable KaspiHttpProxy proxy;

	/**
	 * Creates the opener.
	 * @param baseUrl what to connect to
	 * @param connectTimeout how long to wait for a connection, with what a proxy and TLS
	 * take, once the host's addresses are known: a call that has its permit must not be
	 * on its way for longer
	 * @param proxy the proxy to go through, or {@code null} for none; a loopback address
	 * without TLS is another one to a proxy, and is connected to directly
	 */
	ConnectionOpener(URI baseUrl, Duration connectTimeout, @Nullable KaspiHttpProxy proxy) {
		String host = baseUrl.getHost();
		this.host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
		this.secure = "https".equalsIgnoreCase(baseUrl.getScheme());
		this.port = (baseUrl.getPort() != -1) ? baseUrl.getPort() : (this.secure ? 443 : 80);
		this.connectTimeout = connectTimeout;
		this.proxy = this.secure ? proxy : null;
	}

	boolean isSecure() {
		return this.secure;
	}

	/**
	 * Opens a connection.
	 * @param tls the TLS settings; only used where the address is https
	 * @param opening told of each socket before it is connected, to close it on
	 * cancellation
	 */
	ProbedConnection open(@Nullable KaspiTls tls, Consumer<Closeable> opening) throws IOException {
		InetAddress[] addresses = InetAddress.getAllByName((this.proxy != null) ? this.proxy.host() : this.host);
		long deadline = System.nanoTime() + this.connectTimeout.toNanos();
		Socket socket = (this.proxy != null) ? tunnel(this.proxy, addresses, deadline, opening)
				: connect(addresses, this.port, deadline, opening);
		try {
			ProbedConnection connection = new ProbedConnection(CONFIG);
			if (this.secure && tls != null) {
				connection.bind(handshake(socket, tls, deadline), socket);
			}
			else {
				connection.bind(socket);
			}
			millisLeft(deadline);
			return connection;
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Tries each address, for its part of the time that is left: one that does not answer
	 * must not take it all.
	 */
	private static Socket connect(InetAddress[] addresses, int port, long deadline, Consumer<Closeable> opening)
			throws IOException {
		IOException failure = null;
		for (int i = 0; i < addresses.length; i++) {
			int left = millisLeft(deadline);
			int part = Math.max(left / (addresses.length - i), Math.min(left, SHORTEST_PART_MILLIS));
			Socket socket = new Socket();
			opening.accept(socket);
			try {
				socket.setTcpNoDelay(true);
				socket.connect(new InetSocketAddress(addresses[i], port), part);
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				failure = ex;
			}
		}
		throw (failure != null) ? failure : new IOException("No address");
	}

	/**
	 * @throws SocketTimeoutException if no time is left: a read of many bytes may have
	 * taken longer than each of them may
	 */
	private static int millisLeft(long deadline) throws SocketTimeoutException {
		long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
		if (left <= 0) {
			throw new SocketTimeoutException("The connection was not there in time");
		}
		return (int) Math.min(left, Integer.MAX_VALUE);
	}

	private SSLSocket handshake(Socket socket, KaspiTls tls, long deadline) throws IOException {
		SSLSocket secured = (SSLSocket) tls.context()
			.getSocketFactory()
			.createSocket(socket, this.host, this.port, true);
		SSLParameters parameters = secured.getSSLParameters();
		tls.configure(parameters);
		secured.setSSLParameters(parameters);
		secured.setSoTimeout(millisLeft(deadline));
		try {
			secured.startHandshake();
		}
		catch (SocketException ex) {
			// who does not like a certificate may just hang up
			throw (SSLException) new SSLException("The connection ended during the handshake").initCause(ex);
		}
		secured.setSoTimeout(0);
		return secured;
	}

	private Socket tunnel(KaspiHttpProxy proxy, InetAddress[] addresses, long deadline, Consumer<Closeable> opening)
			throws IOException {
		Socket socket = connect(addresses, proxy.port(), deadline, opening);
		try {
			socket.setSoTimeout(millisLeft(deadline));
			int status = askForTunnel(socket, proxy);
			if (status / 100 != 2) {
				throw new ProxyRefusedException(status);
			}
			socket.setSoTimeout(0);
			return socket;
		}
		catch (HttpException ex) {
			socket.close();
			throw new IOException("The proxy's answer cannot be read");
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

	private int askForTunnel(Socket socket, KaspiHttpProxy proxy) throws IOException, HttpException {
		String target = (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
		BasicClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", (String) null, null, target);
		request.setHeader("Host", target);
		String authorization = proxy.authorization();
		if (authorization != null) {
			request.setHeader("Proxy-Authorization", authorization);
		}
		DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(CONFIG);
		connection.bind(socket);
		ClassicHttpResponse response = new HttpRequestExecutor().execute(request, connection, HttpCoreContext.create());
		return response.getCode();
	}

	/**
	 * A proxy did not open a tunnel.
	 */
	static final class ProxyRefusedException extends IOException {

		ProxyRefusedException(int status) {
			super((status == 407) ? ErrorResponse.PROXY_CREDENTIALS
					: "The proxy opened no tunnel (" + status + "): check kaspi.pay.proxy.host");
		}

	}

}
