/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Gives each attempt the read timeout, or what is left of the call's time if that is
 * less.
 */
final class DeadlineRequestFactory implements ClientHttpRequestFactory {

	private static final int THREAD_IDLE_SECONDS = 10;

	private final Duration readTimeout;

	private final boolean tracePropagated;

	private final ExecutorService executor = executor();

	private final ConnectionPool connections;

	DeadlineRequestFactory(ConnectionOpener opener, Supplier<KaspiTls> tls, Duration readTimeout,
			boolean tracePropagated, LongSupplier nanoTime) {
		this.readTimeout = readTimeout;
		this.tracePropagated = tracePropagated;
		this.connections = new ConnectionPool(opener, tls, nanoTime, this.executor);
	}

	/**
	 * As many threads as there are calls; the budget bounds them, and they end by
	 * themselves.
	 */
	private static ExecutorService executor() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("kaspi-pay-http-");
		threads.setDaemon(true);
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, THREAD_IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threads);
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) throws IOException {
		Duration remaining = CallDeadline.remaining();
		if (remaining.toMillis() == 0) {
			throw new NotSentException("The call's time is up", null);
		}
		Duration timeout = (remaining.compareTo(this.readTimeout) < 0) ? remaining : this.readTimeout;
		return new KaspiHttpRequest(httpMethod, uri, timeout, this.connections, this.executor, this.tracePropagated);
	}

}
