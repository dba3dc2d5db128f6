/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells an open checkout page what became of its order: as server-sent events, or once
 * for a page that asks again by itself. Made to be copied: it needs a {@link Source}, and
 * a {@link Changed} published after each change.
 */
@RestController
class CheckoutStatusController {

	private static final Duration TIMEOUT = Duration.ofSeconds(55);

	private final Map<String, Set<SseEmitter>> emitters = new ConcurrentHashMap<>();

	private final Source source;

	private final TaskExecutor executor;

	CheckoutStatusController(Source source, @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
		this.source = source;
		this.executor = executor;
	}

	@GetMapping(path = "/checkout/{token}/status", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<CheckoutStatus> status(@PathVariable String token) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(this.source.status(token));
	}

	@GetMapping(path = "/checkout/{token}/status", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	ResponseEntity<SseEmitter> stream(@PathVariable String token) {
		this.source.status(token);
		SseEmitter emitter = new SseEmitter(TIMEOUT.toMillis());
		emitter.onTimeout(emitter::complete);
		emitter.onCompletion(() -> remove(token, emitter));
		this.emitters.compute(token, (key, emitters) -> {
			Set<SseEmitter> all = (emitters != null) ? emitters : ConcurrentHashMap.newKeySet();
			all.add(emitter);
			return all;
		});
		send(emitter, this.source.status(token));
		return ResponseEntity.ok()
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.header("X-Accel-Buffering", "no")
			.body(emitter);
	}

	/**
	 * Passes a change on, on another thread: a slow browser is not to hold up whoever
	 * made the change.
	 * @param change what changed
	 */
	@EventListener
	void onChange(Changed change) {
		if (this.emitters.containsKey(change.token())) {
			this.executor.execute(() -> sendToAll(change.token()));
		}
	}

	/**
	 * Ends the open streams, for which a graceful shutdown would wait.
	 */
	@EventListener(ContextClosedEvent.class)
	void onClose() {
		this.emitters.values().forEach((emitters) -> emitters.forEach(SseEmitter::complete));
	}

	private void sendToAll(String token) {
		CheckoutStatus status = this.source.status(token);
		this.emitters.getOrDefault(token, Set.of()).forEach((emitter) -> send(emitter, status));
	}

	private void send(SseEmitter emitter, CheckoutStatus status) {
		try {
			emitter.send(status, MediaType.APPLICATION_JSON);
		}
		catch (IOException | IllegalStateException ex) {
			emitter.completeWithError(ex);
		}
	}

	private void remove(String token, SseEmitter emitter) {
		this.emitters.computeIfPresent(token, (key, emitters) -> {
			emitters.remove(emitter);
			return emitters.isEmpty() ? null : emitters;
		});
	}

	/**
	 * Knows the orders that are being paid.
	 */
	interface Source {

		/**
		 * Returns what a page shows.
		 * @param token the token in the page's address, which cannot be guessed
		 * @return the order's status; an exception that Spring answers with 404 where
		 * there is no such order
		 */
		CheckoutStatus status(String token);

	}

	/**
	 * What the page is told. It loads itself again when either is not what it shows.
	 *
	 * @param status the order's status
	 * @param version another number after each change of the order
	 */
	record CheckoutStatus(String status, long version) {

	}

	/**
	 * An order changed; the pages that show it are told.
	 *
	 * @param token the token in the pages' address
	 */
	record Changed(String token) {

	}

}
