package io.github.kaspipay.test.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.kaspipay.test.SimulatedOrder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

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

	@RepeatedTest(5)
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

	@RepeatedTest(5)
	void webhookPollAndQuestionAtOnce() throws Exception {
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
