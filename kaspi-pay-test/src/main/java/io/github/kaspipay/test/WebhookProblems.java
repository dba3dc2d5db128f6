/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.webhook.WebhookDelivery;
import org.jspecify.annotations.Nullable;

/**
 * Tells why an application may not have heard of its orders.
 */
final class WebhookProblems {

	private WebhookProblems() {
	}

	/**
	 * Describes the webhooks that did not arrive.
	 * @param simulator the simulator that sent them
	 * @param orderId the order they are about, or {@code null} for all orders
	 * @return sentences that begin with a blank, or nothing
	 */
	static String describe(KaspiPaySimulator simulator, @Nullable String orderId) {
		List<WebhookDelivery> failed = simulator.webhooks()
			.stream()
			.filter((webhook) -> !webhook.isDelivered() && (orderId == null || orderId.equals(webhook.orderId())))
			.toList();
		Stream<String> notTaken = failed.stream().map(WebhookProblems::describe);
		Stream<String> notSent = simulator.orders()
			.stream()
			.filter((order) -> order.callbackUrl() == null && (orderId == null || orderId.equals(order.orderId())))
			.map((order) -> "Order " + order.orderId()
					+ " has no callback URL, therefore no webhook was sent: webhooks need "
					+ "a web server, as with WebEnvironment.RANDOM_PORT.");
		return Stream.concat(notTaken, notSent)
			.distinct()
			.map((sentence) -> " " + sentence)
			.collect(Collectors.joining());
	}

	private static String describe(WebhookDelivery webhook) {
		String told = String.format(Locale.ROOT, "The webhook %s of order %s ", webhook.status(), webhook.orderId());
		Integer status = webhook.httpStatus();
		if (status != null) {
			return told + String.format(Locale.ROOT, "was answered %s at %s.", status, webhook.url());
		}
		return told + String.format(Locale.ROOT, "did not reach %s (%s).", webhook.url(),
				Objects.requireNonNullElse(webhook.error(), "no answer"));
	}

}
