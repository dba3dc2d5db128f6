/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many orders, while webhooks get lost, come twice and in the wrong order, listeners
 * throw, hang and end their process, refunds are asked for several times at once, and
 * instances are killed every few seconds. The long form is
 * {@code mvn -pl integration-tests -am test -Dtest=SoakTests
 * -Dsurefire.failIfNoSpecifiedTests=false -Dkaspi.soak.orders=20000}.
 */
@ExtendWith(ClusterExtension.class)
class SoakTests {

	private static final int ORDERS = Integer.getInteger("kaspi.soak.orders", 400);

	private static final Front.Faults FAULTS = new Front.Faults(0.02, 0.05, 0.1);

	private static final Load.Troubles TROUBLES = new Load.Troubles(0.03, 0.05);

	private static final Duration LONGEST = Duration.ofSeconds(90).plus(Duration.ofMillis(90).multipliedBy(ORDERS));

	private static final Duration NO_PROGRESS = Duration.ofSeconds(20);

	private final Cluster cluster;

	/**
	 * How many processes a listener ended.
	 */
	private int deaths;

	SoakTests(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Bounds itself, by how many orders there are.
	 */
	@Test
	@Timeout(value = 180, unit = TimeUnit.MINUTES)
	void nothingIsLostAndNothingHappensTwice() {
		long start = System.nanoTime();
		int forwardedBefore = this.cluster.front().forwarded();
		this.cluster.front().faults(FAULTS, Cluster.seed());
		Set<String> orders;
		int unanswered;
		int troubled;
		int kills;
		Set<String> refunded;
		try (Load load = new Load(this.cluster, ORDERS, 16, TROUBLES)) {
			kills = killUntilDone(load, start);
			orders = load.await(1, TimeUnit.SECONDS);
			unanswered = load.unanswered();
			troubled = load.troubled();
			refunded = load.refunded();
		}
		this.cluster.heal();
		List<String> all = new ArrayList<>(orders);
		all.addAll(payWhatWasNotAnswered());
		int redelivered = settle(all);
		System.out.printf(Locale.ROOT,
				"Soak: orders=%d, %s, kills=%d, deaths=%d, listeners failed=%d, parked and redelivered=%d, "
						+ "refunds=%d (given back=%d, in doubt=%d), creations without answer=%d, lost=%d, double=%d, "
						+ "seconds=%d%n",
				all.size(), this.cluster.front().figures(), kills, this.deaths, troubled, redelivered, refunded.size(),
				givenBack(refunded).size(), this.cluster.oracle().refundsInDoubt(refunded).size(), unanswered,
				this.cluster.oracle().missing(all).size(), this.cluster.oracle().doubles().size(),
				Duration.ofNanos(System.nanoTime() - start).toSeconds());
		assertThat(this.cluster.front().forwarded() - forwardedBefore).isPositive();
		this.cluster.oracle().check(all);
		checkRefunds(refunded);
	}

	/**
	 * Returns the orders that Kaspi Pay gave something back of.
	 */
	private Set<String> givenBack(Set<String> orders) {
		Set<String> givenBack = new HashSet<>();
		for (SimulatedOrder order : this.cluster.simulator().orders()) {
			if (orders.contains(order.orderId()) && order.refundedAmount().signum() > 0) {
				assertThat(order.refundedAmount()).as(order.orderId()).isEqualByComparingTo(Load.REFUND);
				givenBack.add(order.orderId());
			}
		}
		return givenBack;
	}

	/**
	 * What was given back was given back once, and the ledger has it: for certain, or in
	 * doubt if the instance was killed before it had the answer.
	 */
	private void checkRefunds(Set<String> refunded) {
		Set<String> givenBack = givenBack(refunded);
		Set<String> booked = this.cluster.oracle().refundsBooked(refunded);
		Set<String> found = new HashSet<>(booked);
		found.addAll(this.cluster.oracle().refundsInDoubt(refunded));
		assertThat(found).as("refunds in the ledger").containsAll(givenBack);
		assertThat(givenBack).as("refunds at Kaspi Pay").containsAll(booked);
	}

	private int killUntilDone(Load load, long start) {
		Random random = new Random(Cluster.seed());
		int kills = 0;
		while (!load.isDone()) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
			long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500 + random.nextInt(2500));
			await().atMost(Duration.ofSeconds(6)).until(() -> load.isDone() || System.nanoTime() >= next);
			for (Instance instance : this.cluster.instances()) {
				if (!instance.isAlive()) {
					instance.restart();
					this.deaths++;
				}
			}
			List<Instance> live = this.cluster.live();
			if (!load.isDone() && live.size() > 1) {
				Instance victim = live.get(random.nextInt(live.size()));
				victim.kill();
				victim.restart();
				kills++;
			}
		}
		return kills;
	}

	/**
	 * Kaspi Pay has orders whose creation was not answered, because the instance was
	 * killed. Their customers pay too.
	 */
	private List<String> payWhatWasNotAnswered() {
		List<String> paid = new ArrayList<>();
		for (SimulatedOrder order : this.cluster.simulator().orders()) {
			if (order.status().equals("INIT") && order.reference().contains(Load.REFERENCE)) {
				this.cluster.simulator().pay(order.orderId());
				paid.add(order.orderId());
			}
		}
		return paid;
	}

	/**
	 * Waits as long as the number of missing orders goes down. Delivers again what was
	 * given up.
	 * @return how many events that were
	 */
	private int settle(List<String> orders) {
		AtomicInteger redelivered = new AtomicInteger();
		AtomicInteger missing = new AtomicInteger(Integer.MAX_VALUE);
		AtomicLong progress = new AtomicLong();
		await().pollInterval(Duration.ofMillis(500)).forever().until(() -> {
			this.cluster.restartDead();
			redelivered.addAndGet(redeliverParked());
			int now = this.cluster.oracle().missing(orders).size();
			if (now < missing.getAndSet(now)) {
				progress.set(System.nanoTime());
			}
			return now == 0 || System.nanoTime() - progress.get() > NO_PROGRESS.toNanos();
		});
		return redelivered.get();
	}

	private int redeliverParked() {
		Instance.Reply reply = this.cluster.any().call("redeliver-all");
		return reply.isOk() ? Integer.parseInt(reply.body()) : 0;
	}

}
