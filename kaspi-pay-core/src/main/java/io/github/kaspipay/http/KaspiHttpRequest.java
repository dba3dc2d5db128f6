/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.observation.KaspiCallContext;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request with the few headers Kaspi Pay is meant to see. What tracing adds to it is
 * the application's own affair, and stays here unless it is to be propagated.
 */
final class KaspiHttpRequest extends AbstractClientHttpRequest {

	private static final List<String> HEADERS = List.of(HttpHeaders.ACCEPT, HttpHeaders.CONTENT_TYPE,
			HttpHeaders.USER_AGENT);

	private static final List<String> TRACE_HEADERS = List.of("traceparent", "tracestate", "baggage", "b3",
			"X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-Flags");

	private final HttpMethod method;

	private final URI uri;

	private final Duration timeout;

	private final ConnectionPool connections;

	private final ExecutorService executor;

	private final boolean tracePropagated;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	KaspiHttpRequest(HttpMethod method, URI uri, Duration timeout, ConnectionPool connections, ExecutorService executor,
			boolean tracePropagated) {
		this.method = method;
		this.uri = uri;
		this.timeout = timeout;
		this.connections = connections;
		this.executor = executor;
		this.tracePropagated = tracePropagated;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		return this.body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		answered(null, null);
		BufferedResponse response;
		try {
			response = await(new HttpExchange(toRequest(headers), this.connections));
		}
		catch (ResponseTooLongException ex) {
			answered(ex.getStatus(), ex.getHeaders());
			throw ex;
		}
		answered(response.getStatusCode().value(), response.getHeaders());
		return response;
	}

	private void answered(@Nullable Integer status, @Nullable HttpHeaders headers) {
		String requestId = requestId(headers);
		if (getAttributes().get(CallAttributes.CALL) instanceof KaspiCallContext call) {
			call.setResponse(status, requestId);
		}
		LogScope.requestId(requestId);
	}

	private @Nullable String requestId(@Nullable HttpHeaders headers) {
		if (getAttributes().get(CallAttributes.REQUEST_ID) instanceof String own) {
			return own;
		}
		return (headers != null) ? RequestId.of(headers).orElse(null) : null;
	}

	private BasicClassicHttpRequest toRequest(HttpHeaders headers) {
		BasicClassicHttpRequest request = new BasicClassicHttpRequest(this.method.name(), this.uri);
		for (String name : HEADERS) {
			String value = headers.getFirst(name);
			if (value != null) {
				request.addHeader(name, value);
			}
		}
		if (this.tracePropagated) {
			for (String name : TRACE_HEADERS) {
				String value = headers.getFirst(name);
				if (value != null) {
					request.addHeader(name, value);
				}
			}
		}
		if (getAttributes().get(CallAttributes.AUTHORIZATION) instanceof Authorization authorization) {
			request.setHeader(authorization.header(), authorization.value());
		}
		if (getAttributes().get(CallAttributes.REQUEST_ID) instanceof String requestId) {
			request.setHeader("X-Request-ID", requestId);
		}
		if (this.body.size() > 0) {
			request.setEntity(new ByteArrayEntity(this.body.toByteArray(), null));
		}
		return request;
	}

	/**
	 * The exchange has a thread of its own, so that neither a name server nor a dribbling
	 * response can hold up the caller beyond the time there is.
	 */
	private BufferedResponse await(HttpExchange exchange) throws IOException {
		if (Thread.currentThread().isInterrupted()) {
			throw new NotSentException("Interrupted", null);
		}
		Future<BufferedResponse> response = this.executor.submit(exchange);
		try {
			return response.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw ended(exchange, new SocketTimeoutException("No response within " + this.timeout.toMillis() + " ms"));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ended(exchange, new InterruptedIOException("Interrupted"));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException failure) {
				throw failure;
			}
			throw SafeCause.unreadable(Objects.requireNonNull(ex.getCause()));
		}
	}

	private static IOException ended(HttpExchange exchange, IOException failure) {
		return exchange.cancel() ? new NotSentException("No connection", failure) : failure;
	}

}
