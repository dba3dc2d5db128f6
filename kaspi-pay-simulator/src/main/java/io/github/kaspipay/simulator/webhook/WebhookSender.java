/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.kaspipay.simulator.fault.FaultInjector;
import io.github.kaspipay.simulator.fault.WebhookFault;
import io.github.kaspipay.simulator.fault.WebhookFault.Type;
import io.github.kaspipay.simulator.journal.Journal;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.simulator.tls.LoopbackTrust;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WebAddress;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhooks in the background: those of one order one after the other, each again
 * until it is taken or given up.
 * <p>
 * Internal to the simulator.
 */
public final class WebhookSender {

	private static final Logger logger = LoggerFactory.getLogger(WebhookSender.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final String secret;

	private final List<Duration> retryPauses;

	private final FaultInjector faults;

	private final Journal<WebhookDelivery> journal;

	private final Clock clock;

	private final ScheduledExecutorService executor;

	private final HttpClient client = clientBuilder().build();

	private final HttpClient loopbackClient = clientBuilder().sslContext(LoopbackTrust.sslContext()).build();

	private final Map<String, Queue<Webhook>> waiting = new HashMap<>();

	private final Map<String, Webhook> heldBack = new HashMap<>();

	/**
	 * Creates a sender.
	 * @param secret what webhooks are signed with
	 * @param retryPauses the pause before each repeat
	 * @param faults what goes wrong
	 * @param version counts changes
	 * @param clock the simulator's clock
	 * @param executor what sends them
	 */
	public WebhookSender(String secret, List<Duration> retryPauses, FaultInjector faults, StateVersion version,
			Clock clock, ScheduledExecutorService executor) {
		this.secret = secret;
		this.retryPauses = retryPauses;
		this.faults = faults;
		this.journal = new Journal<>(version);
		this.clock = clock;
		this.executor = executor;
	}

	private static HttpClient.Builder clientBuilder() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
	}

	/**
	 * Sends the webhook of an order, if it wants one.
	 * @param order the order as it is told
	 */
	public synchronized void send(SimulatedOrder order) {
		URI url = order.callbackUrl();
		if (url == null) {
			return;
		}
		Collection<WebhookFault> suffered = this.faults.take(order.orderId(),
				(fault) -> fault.type() != Type.REORDER || !this.heldBack.containsKey(order.orderId()));
		Set<Type> types = suffered.stream().map(WebhookFault::type).collect(Collectors.toSet());
		Webhook webhook = Webhook.of(order, url, this.secret, suffered);
		if (types.contains(Type.DROP)) {
			record(webhook, 1, null, "Dropped");
			return;
		}
		if (types.contains(Type.REORDER)) {
			this.heldBack.put(order.orderId(), webhook);
			return;
		}
		enqueue(webhook);
		if (types.contains(Type.DUPLICATE)) {
			enqueue(webhook);
		}
		Webhook earlier = this.heldBack.remove(order.orderId());
		if (earlier != null) {
			enqueue(earlier);
		}
	}

	/**
	 * Returns the attempts that have ended.
	 * @return the attempts, the oldest first
	 */
	public List<WebhookDelivery> deliveries() {
		return this.journal.contents();
	}

	/**
	 * Adds what other programs, and the control page, read of webhooks.
	 * @param routes what to add it to
	 */
	public void addTo(Routes routes) {
		routes.on("GET", "/simulator/webhooks", (request, none) -> this.journal.answer(request, WebhookSender::json));
	}

	/**
	 * Forgets what was sent, and what is still to be sent.
	 */
	public synchronized void reset() {
		this.journal.clear();
		this.waiting.clear();
		this.heldBack.clear();
	}

	private void enqueue(Webhook webhook) {
		Queue<Webhook> queue = this.waiting.computeIfAbsent(webhook.order().orderId(), (orderId) -> new ArrayDeque<>());
		queue.add(webhook);
		if (queue.size() == 1) {
			attempt(webhook, 1, webhook.delay());
		}
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
			HttpClient client = WebAddress.isLoopback(webhook.url()) ? this.loopbackClient : this.client;
			client.sendAsync(request(webhook), HttpResponse.BodyHandlers.discarding())
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
			.header("X-Kaspi-Signature", webhook.signature())
			.POST(HttpRequest.BodyPublishers.ofString(webhook.body()))
			.build();
	}

	private synchronized void completed(Webhook webhook, int attempt, @Nullable Integer httpStatus,
			@Nullable Throwable failure) {
		String orderId = webhook.order().orderId();
		Queue<Webhook> queue = this.waiting.get(orderId);
		if (queue == null || queue.peek() != webhook) {
			return;
		}
		WebhookDelivery delivery = record(webhook, attempt, httpStatus, (failure != null) ? reason(failure) : null);
		if (!delivery.isDelivered() && attempt <= this.retryPauses.size()) {
			attempt(webhook, attempt + 1, this.retryPauses.get(attempt - 1));
			return;
		}
		queue.remove();
		Webhook next = queue.peek();
		if (next != null) {
			attempt(next, 1, next.delay());
		}
		else {
			this.waiting.remove(orderId);
		}
	}

	private WebhookDelivery record(Webhook webhook, int attempt, @Nullable Integer httpStatus, @Nullable String error) {
		SimulatedOrder order = webhook.order();
		WebhookDelivery delivery = new WebhookDelivery(order.orderId(), order.status(), webhook.url(), attempt,
				httpStatus, error, this.clock.instant(), webhook.body(), webhook.signature(), webhook.signatureValid());
		this.journal.add(delivery);
		logger.info("{}", delivery);
		return delivery;
	}

	private static String reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return cause.getClass().getSimpleName();
	}

	private static Map<String, Object> json(Journal.Entry<WebhookDelivery> entry) {
		WebhookDelivery webhook = entry.content();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("number", entry.number());
		json.put("time", webhook.time().toString());
		json.put("orderId", webhook.orderId());
		json.put("status", webhook.status());
		json.put("url", webhook.url().toString());
		json.put("attempt", webhook.attempt());
		if (webhook.httpStatus() != null) {
			json.put("httpStatus", webhook.httpStatus());
		}
		WireJson.putIfPresent(json, "error", webhook.error());
		json.put("delivered", webhook.isDelivered());
		json.put("body", webhook.body());
		json.put("signature", webhook.signature());
		json.put("signatureValid", webhook.signatureValid());
		return json;
	}

}
