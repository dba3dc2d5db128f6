/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.io.IOException;
import java.util.Collections;

import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.observation.KaspiWebhookContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Receives Kaspi Pay's notifications in a servlet container, in front of the application
 * rather than in its MVC: what is configured there, from advice to multipart, is not
 * asked. It ends the chain and answers everything itself; only a notification that is
 * recorded is answered 200.
 */
final class KaspiWebhookFilter implements Filter {

	private static final Logger logger = LoggerFactory.getLogger(KaspiWebhookFilter.class);

	private final WebhookEndpoint endpoint;

	private final ServletEndpointPath path;

	KaspiWebhookFilter(WebhookEndpoint endpoint, ServletEndpointPath path) {
		this.endpoint = endpoint;
		this.path = path;
	}

	@Override
	public void init(FilterConfig config) {
		logger.info("Kaspi Pay's webhooks are received at POST {}{}", config.getServletContext().getContextPath(),
				this.path.inContext());
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
		HttpServletResponse httpResponse = (HttpServletResponse) response;
		// what is thrown past this filter is not answered 200 either
		httpResponse.setStatus(WebhookAnswer.UNAVAILABLE.status());
		try {
			answer(httpResponse, this.endpoint.observe((observed) -> receive((HttpServletRequest) request, observed)));
		}
		catch (IOException ex) {
			this.endpoint.incomplete(ex);
		}
	}

	private WebhookAnswer receive(HttpServletRequest request, KaspiWebhookContext observed) {
		try {
			ServerHttpObservationFilter.findObservationContext(request)
				.ifPresent((context) -> context.setPathPattern(this.path.inServlet()));
			WebhookAnswer refusal = this.endpoint.refuse(request.getMethod(),
					Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)), request.getContentLengthLong());
			if (refusal != null) {
				return refusal;
			}
			byte[] body = read(request);
			return (body != null) ? this.endpoint.receive(body,
					Collections.list(request.getHeaders(this.endpoint.signatureHeader())), observed)
					: this.endpoint.bodyTaken();
		}
		catch (IOException ex) {
			return this.endpoint.incomplete(ex);
		}
		catch (Exception ex) {
			return this.endpoint.failed(ex);
		}
	}

	/**
	 * Reads the body.
	 * @return its bytes, one more than the largest size if there are more, or
	 * {@code null} if they were read before
	 */
	private byte @Nullable [] read(HttpServletRequest request) throws IOException {
		ServletInputStream stream;
		try {
			stream = request.getInputStream();
		}
		catch (IllegalStateException ex) {
			// its reader was taken
			return null;
		}
		int length = request.getContentLength();
		if (length >= 0) {
			byte[] body = new byte[length];
			return (stream.readNBytes(body, 0, length) == length) ? body : null;
		}
		boolean taken = stream.isFinished() && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
		return taken ? null : stream.readNBytes(this.endpoint.maxBodySize() + 1);
	}

	private static void answer(HttpServletResponse response, WebhookAnswer answer) throws IOException {
		response.setStatus(answer.status());
		if (answer == WebhookAnswer.METHOD_NOT_ALLOWED) {
			response.setHeader(HttpHeaders.ALLOW, "POST");
		}
		response.setContentType(WebhookAnswer.CONTENT_TYPE);
		response.setContentLength(answer.content().length);
		try {
			response.getOutputStream().write(answer.content());
		}
		catch (IllegalStateException ex) {
			// its writer was taken
			response.getWriter().write(answer.text());
		}
	}

}
