/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.kaspipay.http.ConnectionPool.PooledConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Sends one request and reads its response whole. It can be cancelled from another thread
 * at any time, and knows then whether anything was sent.
 */
final class HttpExchange implements Callable<BufferedResponse> {

	private static final HttpRequestExecutor executor = new HttpRequestExecutor();

	private static final HttpProcessor processor = new DefaultHttpProcessor(new RequestContent(),
			new RequestTargetHost());

	private final ClassicHttpRequest request;

	private final ConnectionPool connections;

	private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);

	private volatile @Nullable Closeable open;

	HttpExchange(ClassicHttpRequest request, ConnectionPool connections) {
		this.request = request;
		this.connections = connections;
	}

	@Override
	public BufferedResponse call() throws IOException {
		PooledConnection connection = connect();
		boolean reusable = false;
		try {
			HttpCoreContext context = HttpCoreContext.create();
			executor.preProcess(this.request, processor, context);
			ClassicHttpResponse response = executor.execute(this.request, connection.connection(), context);
			BufferedResponse read = read(response);
			reusable = executor.keepAlive(this.request, response, connection.connection(), context);
			return read;
		}
		catch (HttpException ex) {
			throw SafeCause.unreadable(ex);
		}
		finally {
			if (reusable && this.state.compareAndSet(State.SENDING, State.DONE)) {
				this.connections.giveBack(connection);
			}
			else {
				connection.close();
			}
		}
	}

	/**
	 * Ends the exchange.
	 * @return whether it is certain that nothing was sent
	 */
	boolean cancel() {
		State before = this.state.getAndSet(State.CANCELLED);
		close(this.open);
		return before == State.CONNECTING;
	}

	private PooledConnection connect() throws NotSentException {
		try {
			PooledConnection connection = this.connections.take(this::opened);
			opened(connection);
			if (this.state.compareAndSet(State.CONNECTING, State.SENDING)) {
				return connection;
			}
			connection.close();
			throw new CancellationException();
		}
		catch (Exception ex) {
			throw new NotSentException("No connection", ex);
		}
	}

	private void opened(Closeable opened) {
		this.open = opened;
		if (this.state.get() == State.CANCELLED) {
			close(opened);
		}
	}

	private static void close(@Nullable Closeable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (IOException ex) {
			// closed all the same
		}
	}

	private static BufferedResponse read(ClassicHttpResponse response) throws IOException {
		HttpHeaders headers = new HttpHeaders();
		for (Header header : response.getHeaders()) {
			headers.add(header.getName(), (header.getValue() != null) ? header.getValue() : "");
		}
		HttpEntity entity = response.getEntity();
		if (entity != null && entity.getContentLength() > BufferedResponse.MAX_BYTES) {
			throw new ResponseTooLongException(response.getCode(), headers);
		}
		byte[] content = {};
		InputStream body = (entity != null) ? entity.getContent() : null;
		if (body != null) {
			content = body.readNBytes(BufferedResponse.MAX_BYTES + 1);
		}
		if (content.length > BufferedResponse.MAX_BYTES) {
			throw new ResponseTooLongException(response.getCode(), headers);
		}
		String reason = response.getReasonPhrase();
		return new BufferedResponse(HttpStatusCode.valueOf(response.getCode()), (reason != null) ? reason : "", headers,
				content);
	}

	private enum State {

		CONNECTING, SENDING, DONE, CANCELLED

	}

}
