/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.github.kaspipay.outbox.DeliveryThreads;

/**
 * Delivers on the thread that causes it.
 */
public class CallersThread implements DeliveryThreads {

	@Override
	public int size() {
		return 1;
	}

	@Override
	public boolean isDelivering() {
		return true;
	}

	@Override
	public void execute(Runnable delivery) {
		delivery.run();
	}

	@Override
	public Future<?> after(Duration delay, Runnable task) {
		return new CompletableFuture<>();
	}

	@Override
	public boolean replaceStuck() {
		return false;
	}

	@Override
	public void stuckReturned() {
	}

}
