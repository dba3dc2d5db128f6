/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.KaspiConnectionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The lease, with a store that is in memory.
 */
class LeasingQrDeviceStoreTests implements QrDeviceStoreContract {

	private final Shared shared = new Shared();

	@Override
	public QrDeviceStore instance() {
		return this.shared;
	}

	@Test
	void storeThatIsAwayHoldsNobodyUp() {
		this.shared.away = true;
		assertThat(instance().obtain("device", null, () -> "token-1")).isEqualTo("token-1");
		assertThat(this.shared.tokens).isEmpty();
	}

	@Test
	void leaseIsGivenBackThoughTheRegistrationFailed() {
		failedRegistrationHoldsNobodyUp();
		assertThat(this.shared.owners).isEmpty();
	}

	@Test
	void interruptEndsTheWaitForAnotherInstance() {
		this.shared.owners.put("device", "another");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(KaspiConnectionException.class)
			.isThrownBy(() -> instance().obtain("device", null, QrDeviceStoreContract::nobodyRegisters));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void lookupDoesNotShowItsToken() {
		assertThat(LeasingQrDeviceStore.Lookup.found("t0ken")).asString().doesNotContain("t0ken").contains("HELD");
	}

	private static final class Shared extends LeasingQrDeviceStore {

		private final Map<String, String> tokens = new HashMap<>();

		private final Map<String, String> owners = new HashMap<>();

		private boolean away;

		@Override
		protected synchronized Lookup findOrLease(String device, @Nullable String refused, String owner) {
			if (this.away) {
				return Lookup.UNAVAILABLE;
			}
			String token = this.tokens.get(device);
			if (token != null && !token.equals(refused)) {
				return Lookup.found(token);
			}
			return (this.owners.putIfAbsent(device, owner) == null) ? Lookup.ACQUIRED : Lookup.HELD;
		}

		@Override
		protected synchronized void release(String device, String owner, @Nullable String token) {
			assertThat(this.owners.remove(device)).isEqualTo(owner);
			if (token != null) {
				this.tokens.put(device, token);
			}
		}

	}

}
