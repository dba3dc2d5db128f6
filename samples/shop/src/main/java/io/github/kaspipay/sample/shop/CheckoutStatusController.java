package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells an open checkout page what became of its order: as server-sent events, or once
 * for a page that asks again by itself.
 */
@RestController
class CheckoutStatusController {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private final Map<String, Set<SseEmitter>> emitters = new ConcurrentHashMap<>();

	private final ShopOrders orders;

	private final TaskExecutor executor;

	CheckoutStatusController(ShopOrders orders, TaskExecutor executor) {
		this.orders = orders;
		this.executor = executor;
	}

	@GetMapping(path = "/checkout/{reference}/status", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<StatusView> status(@PathVariable String reference) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view(reference));
	}

	@GetMapping(path = "/checkout/{reference}/status", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream(@PathVariable String reference) {
		this.orders.get(reference);
		SseEmitter emitter = new SseEmitter(TIMEOUT.toMillis());
		emitter.onTimeout(emitter::complete);
		emitter.onCompletion(() -> remove(reference, emitter));
		this.emitters.compute(reference, (key, emitters) -> {
			Set<SseEmitter> all = (emitters != null) ? emitters : ConcurrentHashMap.newKeySet();
			all.add(emitter);
			return all;
		});
		send(emitter, view(reference));
		return emitter;
	}

	/**
	 * Passes a change on, on another thread: a slow browser is not to hold up whoever
	 * made the change.
	 * @param change what changed
	 */
	@EventListener
	void onChange(ShopOrders.Changed change) {
		if (this.emitters.containsKey(change.reference())) {
			this.executor.execute(() -> sendToAll(change.reference()));
		}
	}

	/**
	 * Ends the open streams, for which a graceful shutdown would wait.
	 */
	@EventListener(ContextClosedEvent.class)
	void onClose() {
		this.emitters.values().forEach((emitters) -> emitters.forEach(SseEmitter::complete));
	}

	private void sendToAll(String reference) {
		StatusView view = view(reference);
		this.emitters.getOrDefault(reference, Set.of()).forEach((emitter) -> send(emitter, view));
	}

	private void send(SseEmitter emitter, StatusView view) {
		try {
			emitter.send(view, MediaType.APPLICATION_JSON);
		}
		catch (IOException | IllegalStateException ex) {
			emitter.completeWithError(ex);
		}
	}

	private void remove(String reference, SseEmitter emitter) {
		this.emitters.computeIfPresent(reference, (key, emitters) -> {
			emitters.remove(emitter);
			return emitters.isEmpty() ? null : emitters;
		});
	}

	private StatusView view(String reference) {
		return new StatusView(this.orders.get(reference).currentStatus());
	}

	/**
	 * What the page is told.
	 *
	 * @param status the order's status
	 */
	record StatusView(ShopOrder.Status status) {

	}

}
