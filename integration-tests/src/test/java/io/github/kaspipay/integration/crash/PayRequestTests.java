/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that are killed while Kaspi tells them of payments. It tells of each until it
 * is answered 0: then the order is paid, with one effect, and every answer was the same.
 */
class PayRequestTests {

	private static final AtomicLong lastTransaction = new AtomicLong();

	private static InstancePair instances;

	@BeforeAll
	static void start() throws IOException {
		instances = new InstancePair("pay",
				List.of("kaspi.pay.api=check-pay", "kaspi.pay.check-pay.allowed-addresses=127.0.0.1,::1"));
	}

	@AfterAll
	static void stop() throws IOException {
		instances.close();
	}

	@BeforeEach
	void heal() {
		instances.restartDead();
		instances.awaitReady();
	}

	@Test
	void killedAfterTheCommit() {
		kill(FaultPoint.INTAKE_AFTER_COMMIT);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "INTAKE_BEFORE_COMMIT", "LISTENER_WROTE" })
	void killedElsewhere(FaultPoint point) {
		kill(point);
	}

	private void kill(FaultPoint point) {
		String reference = FaultPoints.MARK + UUID.randomUUID();
		String orderId = instances.create(() -> reference);
		instances.pauseAt(point, reference);
		String transaction = nextTransaction();
		CompletableFuture<HttpResponse<String>> first = send(instances.live().get(0), transaction, reference);
		instances.killPaused(point, reference);
		first.exceptionally((ex) -> null).join();
		payUntilAccepted(transaction, reference);
		check(List.of(orderId));
	}

	@Test
	void killedUnderLoad() throws Exception {
		killUnderLoad(60, 2);
	}

	@Test
	@Tag("long")
	void killedUnderLoadForLong() throws Exception {
		killUnderLoad(2000, 20);
	}

	private void killUnderLoad(int orders, int kills) throws Exception {
		check(instances.killUnderLoad(kills, this::heal, 8, orders, () -> {
			String reference = "pay-" + UUID.randomUUID();
			String orderId = instances.create(() -> reference);
			payUntilAccepted(nextTransaction(), reference);
			return orderId;
		}));
	}

	/**
	 * Tells of a payment again and again, of both instances at once, until one answers 0.
	 */
	private static void payUntilAccepted(String transaction, String reference) {
		List<String> answers = new ArrayList<>();
		await().atMost(InstancePair.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
			List<CompletableFuture<HttpResponse<String>>> calls = instances.live()
				.stream()
				.map((instance) -> send(instance, transaction, reference))
				.toList();
			for (CompletableFuture<HttpResponse<String>> call : calls) {
				HttpResponse<String> answer = call.exceptionally((ex) -> null).join();
				if (answer != null && answer.body().contains("\"result\":0")) {
					answers.add(answer.body());
				}
			}
			return !answers.isEmpty();
		});
		instances.live()
			.forEach((instance) -> send(instance, transaction, reference)
				.thenAccept((answer) -> answers.add(answer.body()))
				.exceptionally((ex) -> null)
				.join());
		assertThat(answers.stream().filter((answer) -> !answer.contains("\"result\":5")).distinct())
			.as("answers to payment %s", transaction)
			.hasSize(1);
	}

	private static void check(List<String> orderIds) {
		instances.assertPaidOnce(orderIds);
		assertThat(instances.orderIds("SELECT order_id FROM kaspi_pay_payment", orderIds)).hasSameElementsAs(orderIds)
			.doesNotHaveDuplicates();
	}

	private static String nextTransaction() {
		return Long.toString(lastTransaction.incrementAndGet());
	}

	private static CompletableFuture<HttpResponse<String>> send(Instance instance, String transaction, String account) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create(instance.checkPayUrl() + "?command=pay&txn_id=" + transaction
					+ "&txn_date=20260301150000&account=" + account + "&sum=25000.00"))
			.timeout(Duration.ofSeconds(15))
			.build();
		return instances.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

}
