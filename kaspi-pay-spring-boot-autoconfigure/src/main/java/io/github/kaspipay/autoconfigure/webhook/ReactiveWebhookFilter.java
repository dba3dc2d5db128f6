/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.io.IOException;
import java.util.function.Function;

import io.github.kaspipay.autoconfigure.web.EndpointPath;
import io.github.kaspipay.autoconfigure.web.ReactiveEndpointFilter;
import io.github.kaspipay.observation.KaspiWebhookContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The webhooks in a reactive web application. Checks and records on threads of its own,
 * so that no event loop waits for a database.
 */
class ReactiveWebhookFilter extends ReactiveEndpointFilter<WebhookEndpoint> {

	private static final int THREADS = 16;

	private static final int WAITING_PER_THREAD = 64;

	private static final int IDLE_SECONDS = 60;

	private final Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, WAITING_PER_THREAD, "kaspi-pay-webhook",
			IDLE_SECONDS, true);

	/**
	 * Creates the filter.
	 * @param paths where the webhooks are
	 * @param endpoints creates the endpoint of a merchant
	 * @param basePath what comes before the paths in the server
	 */
	ReactiveWebhookFilter(ReactiveWebhookPaths paths, Function<String, WebhookEndpoint> endpoints, String basePath) {
		super(paths, endpoints, "Kaspi Pay's webhooks are received at POST {}", basePath);
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
	}

	@Override
	protected Mono<Void> receive(ServerWebExchange exchange, EndpointPath path, WebhookEndpoint endpoint) {
		return Mono.defer(() -> receive(exchange.getRequest(), endpoint))
			.onErrorResume((ex) -> Mono.just((observed) -> endpoint.failed(ex)))
			.flatMap((answer) -> observe(endpoint, answer))
			.onErrorResume((ex) -> Mono.just(endpoint.failed(ex)))
			.flatMap((answer) -> write(exchange.getResponse(), answer));
	}

	private static Mono<Function<KaspiWebhookContext, WebhookAnswer>> receive(ServerHttpRequest request,
			WebhookEndpoint endpoint) {
		HttpHeaders headers = request.getHeaders();
		long length = headers.getContentLength();
		WebhookAnswer refusal = endpoint.refuse(request.getMethod().name(),
				headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING), length);
		if (refusal != null) {
			return Mono.just((observed) -> refusal);
		}
		return DataBufferUtils.join(request.getBody(), endpoint.maxBodySize())
			.map(ReactiveWebhookFilter::bytes)
			.defaultIfEmpty(new byte[0])
			.<Function<KaspiWebhookContext, WebhookAnswer>>map((body) -> (length >= 0 && body.length != length)
					? (observed) -> endpoint.bodyTaken()
					: (observed) -> endpoint.receive(body, headers.getOrEmpty(endpoint.signatureHeader()), observed))
			.onErrorResume((ex) -> Mono.just((observed) -> unread(endpoint, ex)))
			.doOnCancel(() -> endpoint.incomplete(new IOException("The connection was closed")));
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * A second subscriber to the body is an illegal state; all else is the connection's.
	 */
	private static WebhookAnswer unread(WebhookEndpoint endpoint, Throwable cause) {
		if (cause instanceof DataBufferLimitException) {
			return endpoint.tooLarge();
		}
		return (cause instanceof IllegalStateException) ? endpoint.bodyTaken() : endpoint.incomplete(cause);
	}

	/**
	 * Goes on if the sender leaves: a recording is not interrupted. {@code handle} sets
	 * the thread-locals that the context holds, the server's observation among them.
	 */
	private Mono<WebhookAnswer> observe(WebhookEndpoint endpoint,
			Function<KaspiWebhookContext, WebhookAnswer> exchange) {
		return Mono.deferContextual((context) -> Mono.fromFuture(Mono.just(exchange)
			.publishOn(this.scheduler)
			.<WebhookAnswer>handle((answer, sink) -> sink.next(answer(endpoint, answer)))
			.contextWrite(context)
			.toFuture(), true));
	}

	/**
	 * What Reactor takes for fatal would leave the sender without an answer.
	 */
	private static WebhookAnswer answer(WebhookEndpoint endpoint,
			Function<KaspiWebhookContext, WebhookAnswer> exchange) {
		try {
			return endpoint.observe(exchange);
		}
		catch (Throwable ex) {
			return endpoint.failed(ex);
		}
	}

	private static Mono<Void> write(ServerHttpResponse response, WebhookAnswer answer) {
		response.setRawStatusCode(answer.status());
		HttpHeaders headers = response.getHeaders();
		if (answer == WebhookAnswer.METHOD_NOT_ALLOWED) {
			headers.set(HttpHeaders.ALLOW, "POST");
		}
		headers.set(HttpHeaders.CONTENT_TYPE, WebhookAnswer.CONTENT_TYPE);
		headers.setContentLength(answer.content().length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.content())));
	}

}
