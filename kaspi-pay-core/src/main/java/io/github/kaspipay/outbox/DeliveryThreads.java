/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * The threads that deliver events. Thread-safe. Internal: it may change in any release.
 */
public interface DeliveryThreads {

	/**
	 * Returns how many events are delivered at a time.
	 * @return the number of threads, at least 1
	 */
	int size();

	/**
	 * Says whether a delivery may begin.
	 * @return {@code false} before the application has started, once it stops, and where
	 * this instance delivers nothing
	 */
	boolean isDelivering();

	/**
	 * Runs a delivery as soon as a thread is free.
	 * @param delivery the delivery
	 */
	void execute(Runnable delivery);

	/**
	 * Runs something short after a while, on a thread of its own.
	 * @param delay the delay
	 * @param task the task
	 * @return cancels it
	 */
	Future<?> after(Duration delay, Runnable task);

	/**
	 * Adds a thread in place of one that does not return.
	 * @return {@code false} if so many are stuck that no more are added
	 */
	boolean replaceStuck();

	/**
	 * A thread that was replaced has returned after all.
	 */
	void stuckReturned();

}
