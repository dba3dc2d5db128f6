/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for several instances that hear of one payment at the same time.
 */
@ExtendWith(ClusterExtension.class)
class ConcurrencyTests {

	private static final int TIMES = 50;

	private final Cluster cluster;

	ConcurrencyTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@RepeatedTest(2)
	void sameWebhookManyTimesAtOnce() throws Exception {
		SimulatedOrder order = this.cluster.create();
		this.cluster.simulator().dropWebhooks(true);
		this.cluster.simulator().pay(order.orderId());
		SignedWebhook webhook = new SignedWebhook(order, "PAID");
		List<Instance> live = this.cluster.live();
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			Instance instance = live.get(i % live.size());
			calls.add(() -> instance.webhook(webhook));
		}
		assertThat(atOnce(calls)).extracting(Instance.Reply::status).containsOnly(200);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

	@RepeatedTest(2)
	void webhookPollAndQueryAtOnce() throws Exception {
		SimulatedOrder order = this.cluster.create();
		this.cluster.simulator().dropWebhooks(true);
		this.cluster.simulator().pay(order.orderId());
		this.cluster.database()
			.jdbc()
			.sql("UPDATE kaspi_pay_order SET next_poll_at = 0 WHERE order_id = ?")
			.param(order.orderId())
			.update();
		SignedWebhook webhook = new SignedWebhook(order, "PAID");
		List<Call> calls = new ArrayList<>();
		for (Instance instance : this.cluster.live()) {
			calls.add(() -> instance.webhook(webhook));
			calls.add(() -> instance.call("poll"));
			calls.add(() -> instance.call("get", "orderId", order.orderId()));
		}
		Collections.shuffle(calls, this.cluster.random());
		assertThat(atOnce(calls)).extracting(Instance.Reply::status).containsOnly(200);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

	@RepeatedTest(2)
	void twoAttemptsOfOneReferencePaidAtOnce() throws Exception {
		String reference = "twice-" + UUID.randomUUID();
		SimulatedOrder first = this.cluster.create(reference);
		this.cluster.simulator().expire(first.orderId());
		await().until(() -> this.cluster.oracle().status(first).equals("EXPIRED"));
		SimulatedOrder second = this.cluster.create(reference);
		assertThat(second.orderId()).isNotEqualTo(first.orderId());
		this.cluster.simulator().dropWebhooks(true);
		this.cluster.simulator().payLate(first.orderId());
		this.cluster.simulator().pay(second.orderId());
		List<Instance> live = this.cluster.live();
		Instance one = live.get(0);
		Instance other = live.get(1);
		assertThat(atOnce(List.of(() -> one.webhook(new SignedWebhook(first, "PAID")),
				() -> one.call("get", "orderId", first.orderId()),
				() -> other.webhook(new SignedWebhook(second, "PAID")),
				() -> other.call("get", "orderId", second.orderId()))))
			.extracting(Instance.Reply::status)
			.containsOnly(200);
		await().until(() -> kinds(reference).size() == 3);
		await().during(Duration.ofMillis(300))
			.until(() -> kinds(reference).equals(List.of("DISPUTED PAID_TWICE", "EXPIRED", "PAID")));
		this.cluster.oracle().checkAll();
	}

	/**
	 * Returns the events of a reference that were delivered, each with the reason of its
	 * dispute.
	 */
	private List<String> kinds(String reference) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT CONCAT_WS(' ', kind, reason) FROM kaspi_pay_event WHERE reference = ? "
					+ "AND state = 'DELIVERED' ORDER BY 1")
			.param(reference)
			.query(String.class)
			.list();
	}

	@RepeatedTest(2)
	void sameRefundManyTimesAtOnce() throws Exception {
		SimulatedOrder order = this.cluster.createPaid(1)[0];
		this.cluster.oracle().check(order);
		List<Instance> live = this.cluster.live();
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			Instance instance = live.get(i % live.size());
			calls.add(() -> instance.call("refund", "orderId", order.orderId(), "amount", "5000", "key", "return"));
		}
		assertThat(atOnce(calls)).extracting(Instance.Reply::body)
			.contains("PARTIALLY_REFUNDED")
			.containsOnly("PARTIALLY_REFUNDED", "KaspiOperationInProgressException");
		this.cluster.oracle().check(order);
		assertThat(this.cluster.refundsSent(order)).isEqualTo(1);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND");
	}

	private static List<Instance.Reply> atOnce(List<Call> calls) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(calls.size());
		try {
			CyclicBarrier barrier = new CyclicBarrier(calls.size());
			List<Future<Instance.Reply>> replies = new ArrayList<>();
			for (Call call : calls) {
				replies.add(executor.submit(() -> {
					barrier.await();
					return call.make();
				}));
			}
			List<Instance.Reply> result = new ArrayList<>();
			for (Future<Instance.Reply> reply : replies) {
				result.add(reply.get());
			}
			return result;
		}
		finally {
			executor.shutdownNow();
		}
	}

	interface Call {

		Instance.Reply make();

	}

}
