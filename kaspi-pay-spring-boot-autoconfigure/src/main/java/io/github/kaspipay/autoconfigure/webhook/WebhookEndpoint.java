/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.web.RefusalLog;
import io.github.kaspipay.observation.ActiveObservation;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiWebhookContext;
import io.github.kaspipay.observation.KaspiWebhookContext.Outcome;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook as HTTP sees it: which requests are taken, and what they are answered.
 * Knows nothing of a server, so that each kind of server stands in front of the same
 * rules. Throws nothing, and is thread-safe.
 */
final class WebhookEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(WebhookEndpoint.class);

	private final Supplier<KaspiWebhookProcessor> processor;

	private final Supplier<KaspiPayInstrumentation> instrumentation;

	private final String signatureHeader;

	private final int maxBodySize;

	private final RefusalLog refusals;

	/**
	 * Creates the endpoint.
	 * @param processor checks and records; asked for at the first notification
	 * @param instrumentation observes the requests; asked for at the first one
	 * @param signatureHeader the header that carries the signature
	 * @param maxBodySize the largest body that is read, in bytes
	 * @param nanoTime the time, as by {@link System#nanoTime()}
	 */
	WebhookEndpoint(Supplier<KaspiWebhookProcessor> processor, Supplier<KaspiPayInstrumentation> instrumentation,
			String signatureHeader, int maxBodySize, LongSupplier nanoTime) {
		this.processor = processor;
		this.instrumentation = instrumentation;
		this.signatureHeader = signatureHeader;
		this.maxBodySize = maxBodySize;
		this.refusals = new RefusalLog(logger, nanoTime);
	}

	String signatureHeader() {
		return this.signatureHeader;
	}

	int maxBodySize() {
		return this.maxBodySize;
	}

	/**
	 * Observes a request, whatever it is answered.
	 * @param exchange answers it
	 * @return the answer
	 */
	WebhookAnswer observe(Function<KaspiWebhookContext, WebhookAnswer> exchange) {
		KaspiPayInstrumentation instrumentation = this.instrumentation.get();
		KaspiWebhookContext context = new KaspiWebhookContext(instrumentation.merchant());
		ActiveObservation observation = instrumentation.observe(context);
		try {
			WebhookAnswer answer = exchange.apply(context);
			if (context.getOutcome() == null) {
				context.setOutcome((answer.status() < 500) ? Outcome.REFUSED : Outcome.UNAVAILABLE);
			}
			return answer;
		}
		finally {
			observation.stop();
		}
	}

	/**
	 * Looks at a request before its body is read.
	 * @param method its method
	 * @param encodings all values of its {@code Content-Encoding}
	 * @param contentLength its body's length in bytes, or -1 where that is not known
	 * @return the answer if it is refused, or {@code null} if its body may be read
	 */
	@Nullable WebhookAnswer refuse(String method, List<String> encodings, long contentLength) {
		if (!method.equals("POST")) {
			return refuse(WebhookAnswer.METHOD_NOT_ALLOWED);
		}
		if (!encodings.stream().allMatch((encoding) -> encoding.isBlank() || encoding.equalsIgnoreCase("identity"))) {
			return refuse(WebhookAnswer.UNSUPPORTED_ENCODING);
		}
		return (contentLength > this.maxBodySize) ? tooLarge() : null;
	}

	private WebhookAnswer refuse(WebhookAnswer answer) {
		this.refusals.warn(answer, "A request to the webhook was refused: {} {}", answer.status(), answer.text());
		return answer;
	}

	/**
	 * Takes a notification.
	 * @param body its body, which may be longer than {@link #maxBodySize()}
	 * @param signatures all values of its {@link #signatureHeader()}
	 * @param observed is told what becomes of it
	 * @return the answer
	 */
	WebhookAnswer receive(byte[] body, List<String> signatures, KaspiWebhookContext observed) {
		if (body.length > this.maxBodySize) {
			return tooLarge();
		}
		try {
			return switch (this.processor.get().process(body, signatures, observed)) {
				case RECORDED -> WebhookAnswer.OK;
				case UNREADABLE -> WebhookAnswer.UNREADABLE;
				case UNAVAILABLE -> WebhookAnswer.UNAVAILABLE;
				case UNAUTHORIZED -> {
					this.refusals.warn(WebhookAnswer.UNAUTHORIZED,
							"A webhook of {} bytes was refused: its signature is missing or wrong", body.length);
					yield WebhookAnswer.UNAUTHORIZED;
				}
			};
		}
		catch (Exception ex) {
			// Kotlin throws checked ones without saying so
			return failed(ex);
		}
	}

	/**
	 * Answers a request whose body is larger than {@link #maxBodySize()}.
	 */
	WebhookAnswer tooLarge() {
		return refuse(WebhookAnswer.CONTENT_TOO_LARGE);
	}

	/**
	 * Answers a request whose body was read by something else.
	 */
	WebhookAnswer bodyTaken() {
		this.refusals.warn(WebhookAnswer.BODY_TAKEN,
				"A webhook was not recorded, and Kaspi Pay is asked to send it again: a filter of the application "
						+ "read its body first, or changed it. Let that filter leave the webhook's path out.");
		return WebhookAnswer.BODY_TAKEN;
	}

	/**
	 * Answers a request that broke off, which is the sender's affair.
	 */
	WebhookAnswer incomplete(Throwable cause) {
		logger.debug("A request to the webhook broke off", cause);
		return WebhookAnswer.INCOMPLETE;
	}

	/**
	 * Answers a request that something failed for which should not have.
	 */
	WebhookAnswer failed(Throwable cause) {
		this.refusals.warn(WebhookAnswer.UNAVAILABLE,
				"A webhook was not recorded, and Kaspi Pay is asked to send it again", cause);
		return WebhookAnswer.UNAVAILABLE;
	}

}
