package io.github.kaspipay.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhooks in the background: those of one order one after the other, each again
 * until it is taken or given up.
 */
final class WebhookSender {

	private static final Logger logger = LoggerFactory.getLogger(WebhookSender.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int JOURNAL_CAPACITY = 10_000;

	private final String secret;

	private final List<Duration> retryPauses;

	private final Clock clock;

	private final ScheduledExecutorService executor;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	private final Map<String, Queue<Webhook>> waiting = new HashMap<>();

	private final Deque<WebhookDelivery> deliveries = new ArrayDeque<>();

	private boolean dropping;

	WebhookSender(String secret, List<Duration> retryPauses, Clock clock, ScheduledExecutorService executor) {
		this.secret = secret;
		this.retryPauses = retryPauses;
		this.clock = clock;
		this.executor = executor;
	}

	synchronized void send(SimulatedOrder order) {
		URI url = order.callbackUrl();
		if (url == null) {
			return;
		}
		if (this.dropping) {
			logger.info("Webhook {} of order {} dropped", order.status(), order.orderId());
			return;
		}
		Queue<Webhook> queue = this.waiting.computeIfAbsent(order.orderId(), (orderId) -> new ArrayDeque<>());
		Webhook webhook = new Webhook(order, url);
		queue.add(webhook);
		if (queue.peek() == webhook) {
			attempt(webhook, 1, Duration.ZERO);
		}
	}

	synchronized void drop(boolean dropping) {
		this.dropping = dropping;
	}

	synchronized List<WebhookDelivery> deliveries() {
		return List.copyOf(this.deliveries);
	}

	synchronized void reset() {
		this.dropping = false;
		this.waiting.clear();
		this.deliveries.clear();
	}

	private void attempt(Webhook webhook, int attempt, Duration pause) {
		try {
			this.executor.schedule(() -> post(webhook, attempt), pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Webhook of order {} not sent: the simulator has stopped", webhook.order().orderId());
		}
	}

	private void post(Webhook webhook, int attempt) {
		try {
			this.client.sendAsync(request(webhook), HttpResponse.BodyHandlers.discarding())
				.whenCompleteAsync((response, failure) -> completed(webhook, attempt,
						(response != null) ? response.statusCode() : null, failure), this.executor);
		}
		catch (RuntimeException ex) {
			completed(webhook, attempt, null, ex);
		}
	}

	private HttpRequest request(Webhook webhook) {
		return HttpRequest.newBuilder(webhook.url())
			.timeout(TIMEOUT)
			.header("Content-Type", "application/json")
			.header("X-Kaspi-Signature", webhook.sign(this.secret))
			.POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()))
			.build();
	}

	private synchronized void completed(Webhook webhook, int attempt, @Nullable Integer httpStatus,
			@Nullable Throwable failure) {
		SimulatedOrder order = webhook.order();
		Queue<Webhook> queue = this.waiting.get(order.orderId());
		if (queue == null || queue.peek() != webhook) {
			return;
		}
		WebhookDelivery delivery = new WebhookDelivery(order.orderId(), order.status(), webhook.url(), attempt,
				httpStatus, (failure != null) ? reason(failure) : null, this.clock.instant());
		record(delivery);
		logger.info("Webhook {} of order {}, attempt {}: {}", order.status(), order.orderId(), attempt,
				(httpStatus != null) ? httpStatus : delivery.error());
		if (!delivery.isDelivered() && attempt <= this.retryPauses.size()) {
			attempt(webhook, attempt + 1, this.retryPauses.get(attempt - 1));
			return;
		}
		queue.remove();
		Webhook next = queue.peek();
		if (next != null) {
			attempt(next, 1, Duration.ZERO);
		}
		else {
			this.waiting.remove(order.orderId());
		}
	}

	private void record(WebhookDelivery delivery) {
		if (this.deliveries.size() == JOURNAL_CAPACITY) {
			this.deliveries.removeFirst();
		}
		this.deliveries.addLast(delivery);
	}

	private static String reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return cause.getClass().getSimpleName();
	}

}
