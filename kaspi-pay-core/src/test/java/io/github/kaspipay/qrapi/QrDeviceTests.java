/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.order.KaspiPaymentForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A device that several callers need at the same time.
 */
@Timeout(30)
class QrDeviceTests {

	private final AtomicInteger registrations = new AtomicInteger();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch answered = new CountDownLatch(1);

	private final QrDevice device = device(this::register);

	@Test
	void callersWaitForTheOneThatRegistersIt() throws Exception {
		FutureTask<String> first = start();
		assertThat(this.asked.await(10, TimeUnit.SECONDS)).isTrue();
		FutureTask<String> second = new FutureTask<>(this.device::token);
		Thread waiting = new Thread(second);
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		this.answered.countDown();
		assertThat(first.get()).isEqualTo("token-1");
		assertThat(second.get()).isEqualTo("token-1");
		assertThat(this.device.replace("token-1")).isEqualTo("token-2");
		assertThat(this.device.replace("token-1")).isEqualTo("token-2");
	}

	@Test
	void callerWhoIsInterruptedWaitsNoLongerAndStaysInterrupted() throws Exception {
		FutureTask<String> first = start();
		assertThat(this.asked.await(10, TimeUnit.SECONDS)).isTrue();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(this.device::token)
			.withMessageContaining("nothing was sent");
		assertThat(Thread.interrupted()).isTrue();
		this.answered.countDown();
		assertThat(first.get()).isEqualTo("token-1");
	}

	private FutureTask<String> start() {
		FutureTask<String> caller = new FutureTask<>(this.device::token);
		new Thread(caller).start();
		return caller;
	}

	private String register() {
		this.asked.countDown();
		try {
			this.answered.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return "token-" + this.registrations.incrementAndGet();
	}

	private static QrDevice device(Supplier<String> registration) {
		return new QrDevice(QrDeviceStore.NONE, URI.create("https://qr.example.com"),
				QrFixture.settings(QrScheme.STANDARD, KaspiPaymentForm.QR), registration);
	}

}
