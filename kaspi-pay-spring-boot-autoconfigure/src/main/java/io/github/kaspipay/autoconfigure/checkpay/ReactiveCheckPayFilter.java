package io.github.kaspipay.autoconfigure.checkpay;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.kaspipay.autoconfigure.checkpay.CheckPayEndpoint.CheckPayReply;
import io.github.kaspipay.autoconfigure.web.EndpointPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Receives Kaspi's requests in a reactive web application, in front of Spring WebFlux.
 * Comes after all other filters: they are asked as for any other request. The endpoint
 * answers on threads of its own, so that no event loop waits for a database.
 */
class ReactiveCheckPayFilter implements WebFilter, Ordered, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveCheckPayFilter.class);

	private final ReactiveCheckPayPaths paths;

	private final Map<String, CheckPayEndpoint> endpoints = new HashMap<>();

	/**
	 * Creates the filter.
	 * @param paths where Kaspi calls
	 * @param endpoints creates the endpoint of a merchant
	 * @param basePath what comes before the paths in the server
	 */
	ReactiveCheckPayFilter(ReactiveCheckPayPaths paths, Function<String, CheckPayEndpoint> endpoints, String basePath) {
		this.paths = paths;
		for (EndpointPath path : paths.all()) {
			this.endpoints.put(path.merchant(), endpoints.apply(path.merchant()));
			logger.info("Kaspi's check and pay requests are received at GET {}{}", basePath, path.value());
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void destroy() {
		this.endpoints.values().forEach(CheckPayEndpoint::close);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		EndpointPath path = this.paths.find(exchange.getRequest());
		if (path == null) {
			return chain.filter(exchange);
		}
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> context.setPathPattern(path.value()));
		return answer(exchange.getRequest(), path, this.endpoints.get(path.merchant()))
			.flatMap((reply) -> write(exchange.getResponse(), reply));
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
