package io.github.kaspipay.test.crash;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Customers: each creates an order at any instance and pays it, until there are as many
 * as there should be. One whose order was not answered tries anew.
 */
final class Load implements AutoCloseable {

	private final Cluster cluster;

	private final int orders;

	private final ExecutorService customers;

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final Set<String> paid = ConcurrentHashMap.newKeySet();

	Load(Cluster cluster, int orders, int atOnce) {
		this.cluster = cluster;
		this.orders = orders;
		this.customers = Executors.newFixedThreadPool(atOnce);
		for (int i = 0; i < atOnce; i++) {
			this.customers.execute(this::buy);
		}
		this.customers.shutdown();
	}

	private void buy() {
		while (!Thread.currentThread().isInterrupted() && this.started.incrementAndGet() <= this.orders) {
			Instance instance = this.cluster.any();
			Instance.Reply reply = instance.call("create", "reference", "load-" + UUID.randomUUID(), "amount", "25000");
			if (reply.isOk()) {
				this.cluster.simulator().pay(reply.body());
				this.paid.add(reply.body());
			}
			else {
				this.unanswered.incrementAndGet();
				this.started.decrementAndGet();
			}
		}
	}

	int created() {
		return this.paid.size();
	}

	int unanswered() {
		return this.unanswered.get();
	}

	boolean isDone() {
		return this.customers.isTerminated();
	}

	/**
	 * Waits until all is paid.
	 * @return the orders
	 */
	Set<String> await(long timeout, TimeUnit unit) {
		try {
			assertThat(this.customers.awaitTermination(timeout, unit)).as("all orders paid").isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return this.paid;
	}

	@Override
	public void close() {
		this.customers.shutdownNow();
	}

}
