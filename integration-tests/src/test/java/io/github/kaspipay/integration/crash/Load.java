/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.util.Random;
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
 * as there should be. One whose order was not answered tries anew. Of some orders the
 * listener fails once, and a part of some is given back: asked for several times at once,
 * of any instance, with the same key.
 */
final class Load implements AutoCloseable {

	static final String REFERENCE = "load-";

	static final String REFUND = "5000";

	static final String KEY = "return";

	private final Cluster cluster;

	private final Troubles troubles;

	private final Random random = new Random(Cluster.seed());

	private final ExecutorService customers;

	private final ExecutorService clerks = Executors.newFixedThreadPool(4);

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final Set<String> paid = ConcurrentHashMap.newKeySet();

	private final Set<String> refunded = ConcurrentHashMap.newKeySet();

	private final AtomicInteger troubled = new AtomicInteger();

	private volatile int orders;

	Load(Cluster cluster, int orders, int atOnce) {
		this(cluster, orders, atOnce, Troubles.NONE);
	}

	Load(Cluster cluster, int orders, int atOnce, Troubles troubles) {
		this.cluster = cluster;
		this.orders = orders;
		this.troubles = troubles;
		this.customers = Executors.newFixedThreadPool(atOnce);
		for (int i = 0; i < atOnce; i++) {
			this.customers.execute(this::buy);
		}
		this.customers.shutdown();
	}

	private void buy() {
		while (!Thread.currentThread().isInterrupted() && this.started.incrementAndGet() <= this.orders) {
			Instance instance = this.cluster.any();
			Instance.Reply reply = instance.call("create", "reference", reference(), "amount", "25000");
			if (reply.isOk()) {
				this.cluster.simulator().pay(reply.body());
				this.paid.add(reply.body());
				if (this.random.nextDouble() < this.troubles.refunds()) {
					refund(reply.body());
				}
			}
			else {
				this.unanswered.incrementAndGet();
				this.started.decrementAndGet();
			}
		}
	}

	private String reference() {
		double chance = this.random.nextDouble();
		if (chance >= this.troubles.listeners()) {
			return REFERENCE + UUID.randomUUID();
		}
		String reference = FaultPoints.MARK + REFERENCE + UUID.randomUUID();
		double kind = chance / this.troubles.listeners();
		String action = (kind < 0.05) ? "halt" : (kind < 0.4) ? "hang" : "throw";
		this.cluster.database().fault(reference, FaultPoint.LISTENER_WROTE, action, 1);
		this.troubled.incrementAndGet();
		return reference;
	}

	private void refund(String orderId) {
		this.refunded.add(orderId);
		for (int i = 0; i < 3; i++) {
			this.clerks
				.execute(() -> this.cluster.any().call("refund", "orderId", orderId, "amount", REFUND, "key", KEY));
		}
	}

	/**
	 * Has no further customer come.
	 */
	void enough() {
		this.orders = 0;
	}

	int created() {
		return this.paid.size();
	}

	int unanswered() {
		return this.unanswered.get();
	}

	/**
	 * Returns for how many orders the listener was to fail.
	 */
	int troubled() {
		return this.troubled.get();
	}

	/**
	 * Returns the orders of which a part was to be given back.
	 */
	Set<String> refunded() {
		return this.refunded;
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
			this.clerks.shutdown();
			assertThat(this.clerks.awaitTermination(60, TimeUnit.SECONDS)).as("all refunds answered").isTrue();
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
		this.clerks.shutdownNow();
	}

	/**
	 * How many of the orders suffer what, each between 0 and 1.
	 *
	 * @param listeners have a listener that throws, hangs or ends the process, once
	 * @param refunds are given back in part
	 */
	record Troubles(double listeners, double refunds) {

		static final Troubles NONE = new Troubles(0, 0);

	}

}
