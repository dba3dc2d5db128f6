package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.WebhookResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Receives Kaspi Pay's notifications over HTTP. Writes its answers itself, so that no
 * setting of the application changes them.
 */
@Controller
class KaspiWebhookController {

	private static final Logger logger = LoggerFactory.getLogger(KaspiWebhookController.class);

	private final KaspiWebhookProcessor processor;

	private final String signatureHeader;

	private final int maxBodySize;

	KaspiWebhookController(KaspiWebhookProcessor processor, String signatureHeader, int maxBodySize) {
		this.processor = processor;
		this.signatureHeader = signatureHeader;
		this.maxBodySize = maxBodySize;
	}

	/**
	 * Names the methods, for Spring MVC answers OPTIONS itself where they are left out.
	 */
	@RequestMapping(path = "${kaspi.pay.webhook.path:/webhook/kaspi}", method = { RequestMethod.POST, RequestMethod.GET,
			RequestMethod.HEAD, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE, RequestMethod.OPTIONS })
	void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!request.getMethod().equals("POST")) {
			response.setHeader(HttpHeaders.ALLOW, "POST");
			refuse(response, HttpStatus.METHOD_NOT_ALLOWED);
			return;
		}
		String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
		if (StringUtils.hasText(encoding) && !encoding.equalsIgnoreCase("identity")) {
			refuse(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE);
			return;
		}
		if (request.getContentLengthLong() > this.maxBodySize) {
			refuse(response, HttpStatus.CONTENT_TOO_LARGE);
			return;
		}
		byte[] body = request.getInputStream().readNBytes(this.maxBodySize + 1);
		if (body.length > this.maxBodySize) {
			refuse(response, HttpStatus.CONTENT_TOO_LARGE);
			return;
		}
		WebhookResult result = this.processor.process(body, Collections.list(request.getHeaders(this.signatureHeader)));
		answer(response, result.getStatus(), (result == WebhookResult.RECORDED) ? "OK" : result.name());
	}

	private static void refuse(HttpServletResponse response, HttpStatus status) throws IOException {
		logger.warn("A request to the webhook was refused: {}", status);
		answer(response, status.value(), status.name());
	}

	private static void answer(HttpServletResponse response, int status, String text) throws IOException {
		byte[] content = text.getBytes(StandardCharsets.US_ASCII);
		response.setStatus(status);
		response.setContentType("text/plain;charset=UTF-8");
		response.setContentLength(content.length);
		response.getOutputStream().write(content);
	}

}
