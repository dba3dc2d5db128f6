/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Instances share the token of a device, wherever it is kept.
 */
public interface QrDeviceStoreContract {

	int THREADS = 8;

	/**
	 * Returns the store as one more instance has it.
	 */
	QrDeviceStore instance();

	static String newDevice() {
		return UUID.randomUUID().toString().replace("-", "").repeat(2);
	}

	@Test
	default void onlyOneOfManyRegisters() throws Exception {
		assertThat(obtainAtOnce(newDevice(), null, "token-1")).isEqualTo(1);
	}

	@Test
	default void onlyOneOfManyReplacesTheTokenThatKaspiRefused() throws Exception {
		String device = newDevice();
		assertThat(instance().obtain(device, null, () -> "token-1")).isEqualTo("token-1");
		assertThat(obtainAtOnce(device, "token-1", "token-2")).isEqualTo(1);
		assertThat(instance().obtain(device, "token-1", QrDeviceStoreContract::nobodyRegisters)).isEqualTo("token-2");
		assertThat(instance().obtain(device, null, QrDeviceStoreContract::nobodyRegisters)).isEqualTo("token-2");
	}

	/**
	 * Each device that is said to be unknown is registered, whatever token it then has.
	 */
	@Test
	default void theSameTokenMayComeAgain() {
		String device = newDevice();
		instance().obtain(device, null, () -> "token-1");
		AtomicInteger registrations = new AtomicInteger();
		for (int i = 0; i < 2; i++) {
			assertThat(instance().obtain(device, "token-1", () -> {
				registrations.incrementAndGet();
				return "token-1";
			})).isEqualTo("token-1");
		}
		assertThat(registrations).hasValue(2);
	}

	@Test
	default void failedRegistrationHoldsNobodyUp() {
		String device = newDevice();
		assertThatIllegalStateException()
			.isThrownBy(() -> instance().obtain(device, null, QrDeviceStoreContract::nobodyRegisters));
		assertThat(instance().obtain(device, null, () -> "token-1")).isEqualTo("token-1");
		assertThatIllegalStateException()
			.isThrownBy(() -> instance().obtain(device, "token-1", QrDeviceStoreContract::nobodyRegisters));
		assertThat(instance().obtain(device, "token-1", () -> "token-2")).isEqualTo("token-2");
	}

	@Test
	default void devicesHaveTokensOfTheirOwn() {
		String device = newDevice();
		instance().obtain(device, null, () -> "token-1");
		assertThat(instance().obtain(newDevice(), null, () -> "token-2")).isEqualTo("token-2");
		assertThat(instance().obtain(device, null, QrDeviceStoreContract::nobodyRegisters)).isEqualTo("token-1");
	}

	/**
	 * Lets two instances obtain the token with several threads that begin together.
	 * @return how many registrations there were
	 */
	private int obtainAtOnce(String device, @Nullable String refused, String token) throws Exception {
		AtomicInteger registrations = new AtomicInteger();
		CyclicBarrier start = new CyclicBarrier(THREADS);
		List<QrDeviceStore> instances = List.of(instance(), instance());
		List<FutureTask<String>> callers = IntStream.range(0, THREADS).mapToObj((number) -> new FutureTask<>(() -> {
			start.await(30, TimeUnit.SECONDS);
			return instances.get(number % 2).obtain(device, refused, () -> {
				registrations.incrementAndGet();
				return token;
			});
		})).toList();
		callers.forEach((caller) -> new Thread(caller).start());
		for (FutureTask<String> caller : callers) {
			assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo(token);
		}
		return registrations.get();
	}

	static String nobodyRegisters() {
		throw new IllegalStateException("not to be registered");
	}

}
