/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the process of an application without a web server alive until its context is
 * closed: all other threads that poll and deliver are daemons. Thread-safe.
 */
class KeepAlive implements SmartLifecycle, DisposableBean {

	private @Nullable CountDownLatch stopped;

	@Override
	public synchronized void start() {
		if (this.stopped != null) {
			return;
		}
		CountDownLatch stopped = new CountDownLatch(1);
		this.stopped = stopped;
		Thread thread = new Thread(() -> await(stopped), "kaspi-pay-keep-alive");
		thread.setDaemon(false);
		thread.start();
	}

	private static void await(CountDownLatch stopped) {
		try {
			stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.stopped != null) {
			this.stopped.countDown();
			this.stopped = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.stopped != null;
	}

	/**
	 * A context whose start fails is destroyed without being stopped.
	 */
	@Override
	public void destroy() {
		stop();
	}

}
