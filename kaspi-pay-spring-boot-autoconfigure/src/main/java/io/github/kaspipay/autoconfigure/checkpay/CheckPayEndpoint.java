/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.web.RefusalLog;
import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.checkpay.CheckPaySource;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiPayMonitor.CallerRefusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.CustomizableThreadCreator;

/**
 * Kaspi's requests as HTTP sees them: which are taken, and how long they may take. Knows
 * nothing of a server, so that each kind of server stands in front of the same rules.
 * Throws nothing, and is thread-safe.
 */
final class CheckPayEndpoint implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CheckPayEndpoint.class);

	/**
	 * Kaspi waits for 15 seconds.
	 */
	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

	private static final int THREADS = 32;

	private static final int MAX_WAITING = 500;

	private final CheckPaySource source;

	private final CheckPayFormat format;

	private final Duration longestAnswer;

	private final Supplier<KaspiCheckPayProcessor> processor;

	private final Supplier<KaspiPayInstrumentation> instrumentation;

	private final RefusalLog refusals;

	private final ThreadPoolExecutor threads;

	/**
	 * Creates the endpoint.
	 * @param source says who is Kaspi
	 * @param format how it is answered
	 * @param processor answers; asked for at the first request
	 * @param instrumentation counts callers that are refused; asked for at the first one
	 * @param nanoTime the time, as by {@link System#nanoTime()}
	 */
	CheckPayEndpoint(CheckPaySource source, CheckPayFormat format, Supplier<KaspiCheckPayProcessor> processor,
			Supplier<KaspiPayInstrumentation> instrumentation, LongSupplier nanoTime) {
		this(source, format, processor, instrumentation, nanoTime, LONGEST_ANSWER);
	}

	CheckPayEndpoint(CheckPaySource source, CheckPayFormat format, Supplier<KaspiCheckPayProcessor> processor,
			Supplier<KaspiPayInstrumentation> instrumentation, LongSupplier nanoTime, Duration longestAnswer) {
		this.source = source;
		this.format = format;
		this.processor = processor;
		this.instrumentation = instrumentation;
		this.longestAnswer = longestAnswer;
		this.refusals = new RefusalLog(logger, nanoTime);
		CustomizableThreadCreator names = new CustomizableThreadCreator("kaspi-pay-check-pay-");
		names.setDaemon(true);
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING), names::createThread);
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Looks at a request before anything of it is read.
	 * @param peer where it came from, or {@code null} where the server does not say
	 * @param exactPath whether its path is spelled as configured
	 * @param method its method
	 * @return the answer if it is refused, or {@code null} if it may be answered
	 */
	@Nullable CheckPayReply refuse(@Nullable Peer peer, boolean exactPath, String method) {
		if (peer == null) {
			this.refusals.warn(Refusal.UNKNOWN,
					"A request to the check/pay endpoint was refused: this server does not say where it came from. "
							+ "Use Reactor Netty or Tomcat");
			return forbidden(CallerRefusal.FOREIGN);
		}
		if (!this.source.isAllowed(peer.address(), peer.forwardedFor())) {
			this.refusals.warn(Refusal.FOREIGN,
					"A request to the check/pay endpoint was refused: it came from {}{}. If that is Kaspi, see "
							+ "kaspi.pay.check-pay.allowed-addresses; if it is a proxy of your own, "
							+ "kaspi.pay.check-pay.trusted-proxies",
					peer.address(), peer.forwardedFor().isEmpty() ? "" : ", with X-Forwarded-For");
			return forbidden(CallerRefusal.FOREIGN);
		}
		if (!exactPath) {
			return CheckPayReply.NOT_FOUND;
		}
		return method.equals("GET") ? null : CheckPayReply.METHOD_NOT_ALLOWED;
	}

	private CheckPayReply forbidden(CallerRefusal reason) {
		try {
			KaspiPayInstrumentation instrumentation = this.instrumentation.get();
			instrumentation.tell((monitor) -> monitor.callerRefused(instrumentation.merchant(), reason));
		}
		catch (Exception ex) {
			logger.debug("There is nobody to count", ex);
		}
		return CheckPayReply.FORBIDDEN;
	}

	/**
	 * Answers a request, within 10 seconds, and never waits itself. What it tells of may
	 * still be recorded after that, and is then answered as recorded when Kaspi tells of
	 * it again.
	 * @param query its query string as it was sent, or {@code null} if there is none
	 * @return the answer, which never fails
	 */
	CompletableFuture<CheckPayReply> answer(@Nullable String query) {
		String asked = (query != null) ? query : "";
		CompletableFuture<CheckPayReply> reply = new CompletableFuture<>();
		try {
			Future<?> work = this.threads.submit(() -> reply.complete(process(asked)));
			return reply.orTimeout(this.longestAnswer.toMillis(), TimeUnit.MILLISECONDS).exceptionally((timeout) -> {
				work.cancel(true);
				return slow(asked);
			});
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.completedFuture(slow(asked));
		}
	}

	private CheckPayReply process(String query) {
		try {
			String text = this.processor.get().process(query);
			if (text != null) {
				return CheckPayReply.of(text);
			}
			this.refusals.warn(Refusal.SECRET,
					"A request to the check/pay endpoint was refused: its data1 is not kaspi.pay.check-pay.shared-secret");
			return forbidden(CallerRefusal.SECRET);
		}
		catch (Throwable ex) {
			this.refusals.warn(Refusal.FAILED, "A request of Kaspi's could not be answered; Kaspi is told to try again",
					ex);
			return unavailable(query);
		}
	}

	private CheckPayReply slow(String query) {
		this.refusals.warn(Refusal.SLOW, "A request of Kaspi's could not be answered in time; Kaspi is told to try "
				+ "again. Look at the database and at the KaspiAccountResolver, if there is one");
		return unavailable(query);
	}

	/**
	 * Answers that Kaspi is to try again.
	 */
	CheckPayReply unavailable(String query) {
		return CheckPayReply.of(KaspiCheckPayProcessor.unavailable(this.format, query));
	}

	@Override
	public void close() {
		this.threads.shutdown();
	}

	private enum Refusal {

		UNKNOWN, FOREIGN, SECRET, SLOW, FAILED

	}

	/**
	 * What a request is answered.
	 *
	 * @param status the HTTP status
	 * @param contentType the content type, or {@code null} where there is no content
	 * @param content the content
	 */
	record CheckPayReply(int status, @Nullable String contentType, byte[] content) {

		static final CheckPayReply FORBIDDEN = new CheckPayReply(403, null, new byte[0]);

		static final CheckPayReply NOT_FOUND = new CheckPayReply(404, null, new byte[0]);

		static final CheckPayReply METHOD_NOT_ALLOWED = new CheckPayReply(405, null, new byte[0]);

		/**
		 * What the server answers if nothing here does.
		 */
		static final CheckPayReply UNAVAILABLE = new CheckPayReply(503, null, new byte[0]);

		/**
		 * A stored answer may be of another format than the configured one.
		 */
		static CheckPayReply of(String text) {
			CheckPayFormat format = text.startsWith("<") ? CheckPayFormat.XML : CheckPayFormat.JSON;
			return new CheckPayReply(200, format.contentType(), text.getBytes(StandardCharsets.UTF_8));
		}

	}

}
