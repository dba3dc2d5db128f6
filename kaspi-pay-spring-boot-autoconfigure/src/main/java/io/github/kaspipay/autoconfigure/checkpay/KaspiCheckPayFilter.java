/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.github.kaspipay.autoconfigure.checkpay.CheckPayEndpoint.CheckPayReply;
import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.autoconfigure.web.ServletPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Receives Kaspi's requests in a servlet container, in front of the application rather
 * than in its MVC. It ends the chain and answers everything itself.
 */
final class KaspiCheckPayFilter implements Filter {

	private static final Logger logger = LoggerFactory.getLogger(KaspiCheckPayFilter.class);

	private final Map<String, MerchantEndpoint> endpoints = new LinkedHashMap<>();

	/**
	 * Creates the filter.
	 * @param endpoints the endpoint of each path
	 */
	KaspiCheckPayFilter(Map<ServletEndpointPath, CheckPayEndpoint> endpoints) {
		endpoints
			.forEach((path, endpoint) -> this.endpoints.put(path.inContext(), new MerchantEndpoint(path, endpoint)));
	}

	@Override
	public void init(FilterConfig config) {
		this.endpoints.keySet()
			.forEach((path) -> logger.info("Kaspi's check and pay requests are received at GET {}{}",
					config.getServletContext().getContextPath(), path));
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		MerchantEndpoint endpoint = this.endpoints.get(ServletPath.of((HttpServletRequest) request));
		if (endpoint == null) {
			chain.doFilter(request, response);
			return;
		}
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		// what is thrown past this filter is no answer of ours
		httpResponse.setStatus(CheckPayReply.UNAVAILABLE.status());
		try {
			write(httpResponse, endpoint.answer((HttpServletRequest) request));
		}
		catch (IOException ex) {
			logger.debug("A request of Kaspi's broke off", ex);
		}
	}

	private static void write(HttpServletResponse response, CheckPayReply reply) throws IOException {
		response.setStatus(reply.status());
		if (reply == CheckPayReply.METHOD_NOT_ALLOWED) {
			response.setHeader(HttpHeaders.ALLOW, "GET");
		}
		if (reply.contentType() != null) {
			response.setContentType(reply.contentType());
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setContentLength(reply.content().length);
		response.getOutputStream().write(reply.content());
	}

	@Override
	public void destroy() {
		this.endpoints.values().forEach((merchant) -> merchant.endpoint().close());
	}

	/**
	 * Where Kaspi calls a merchant.
	 */
	private record MerchantEndpoint(ServletEndpointPath path, CheckPayEndpoint endpoint) {

		CheckPayReply answer(HttpServletRequest request) {
			ServerHttpObservationFilter.findObservationContext(request)
				.ifPresent((context) -> context.setPathPattern(this.path.inServlet()));
			HttpServletRequest received = unwrapped(request);
			CheckPayReply refusal = this.endpoint.refuse(ServletPeer.of(received), this.path.isExact(received),
					received.getMethod());
			return (refusal != null) ? refusal : await(received.getQueryString());
		}

		private CheckPayReply await(@Nullable String query) {
			try {
				return this.endpoint.answer(query).get();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return this.endpoint.unavailable((query != null) ? query : "");
			}
		}

		/**
		 * Returns the request as the container received it: a filter in between may have
		 * put the word of a header in the place of an address.
		 */
		private static HttpServletRequest unwrapped(HttpServletRequest request) {
			ServletRequest inner = request;
			while (inner instanceof ServletRequestWrapper wrapper) {
				inner = wrapper.getRequest();
			}
			return (inner instanceof HttpServletRequest http) ? http : request;
		}

	}

}
