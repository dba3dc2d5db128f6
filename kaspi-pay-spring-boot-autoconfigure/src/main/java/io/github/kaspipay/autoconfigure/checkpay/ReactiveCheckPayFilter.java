/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.function.Function;

import io.github.kaspipay.autoconfigure.checkpay.CheckPayEndpoint.CheckPayReply;
import io.github.kaspipay.autoconfigure.web.EndpointPath;
import io.github.kaspipay.autoconfigure.web.ReactiveEndpointFilter;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Receives Kaspi's requests in a reactive web application. The endpoint answers on
 * threads of its own, so that no event loop waits for a database.
 */
class ReactiveCheckPayFilter extends ReactiveEndpointFilter<CheckPayEndpoint> {

	/**
	 * Creates the filter.
	 * @param paths where Kaspi calls
	 * @param endpoints creates the endpoint of a merchant
	 * @param basePath what comes before the paths in the server
	 */
	ReactiveCheckPayFilter(ReactiveCheckPayPaths paths, Function<String, CheckPayEndpoint> endpoints, String basePath) {
		super(paths, endpoints, "Kaspi's check and pay requests are received at GET {}", basePath);
	}

	@Override
	public void destroy() {
		endpoints().forEach(CheckPayEndpoint::close);
	}

	@Override
	protected Mono<Void> receive(ServerWebExchange exchange, EndpointPath path, CheckPayEndpoint endpoint) {
		return answer(exchange.getRequest(), path, endpoint).flatMap((reply) -> write(exchange.getResponse(), reply));
	}

	/**
	 * Goes on if Kaspi leaves: a recording is not interrupted.
	 */
	private static Mono<CheckPayReply> answer(ServerHttpRequest request, EndpointPath path, CheckPayEndpoint endpoint) {
		CheckPayReply refusal = endpoint.refuse(ReactivePeer.of(request), ReactiveCheckPayPaths.isExact(request, path),
				request.getMethod().name());
		return (refusal != null) ? Mono.just(refusal)
				: Mono.fromFuture(() -> endpoint.answer(request.getURI().getRawQuery()), true);
	}

	private static Mono<Void> write(ServerHttpResponse response, CheckPayReply reply) {
		response.setRawStatusCode(reply.status());
		HttpHeaders headers = response.getHeaders();
		if (reply == CheckPayReply.METHOD_NOT_ALLOWED) {
			headers.set(HttpHeaders.ALLOW, "GET");
		}
		if (reply.contentType() != null) {
			headers.set(HttpHeaders.CONTENT_TYPE, reply.contentType());
		}
		headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
		headers.setContentLength(reply.content().length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(reply.content())));
	}

}
