/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.concurrent.Pause;
import org.jspecify.annotations.Nullable;

/**
 * A store that leases a device to the one instance that registers it, while the others
 * wait. A store that is away holds nobody up. Internal: it may change in any release.
 * Thread-safe.
 */
public abstract class LeasingQrDeviceStore implements QrDeviceStore {

	/**
	 * Longer than any call takes.
	 */
	protected static final Duration LEASE_TIME = Duration.ofMinutes(1);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

	private static final Duration PAUSE = Duration.ofMillis(100);

	@Override
	public final String obtain(String device, @Nullable String refused, Supplier<String> registration) {
		String owner = UUID.randomUUID().toString();
		long end = System.nanoTime() + LONGEST_WAIT.toNanos();
		do {
			Lookup lookup = findOrLease(device, refused, owner);
			if (lookup.token() != null) {
				return lookup.token();
			}
			switch (lookup.lease()) {
				case ACQUIRED -> {
					return register(device, owner, registration);
				}
				case UNAVAILABLE -> {
					return registration.get();
				}
				case HELD -> Pause.of(PAUSE,
						(ex) -> new KaspiConnectionException("Interrupted while another instance registers the device",
								ex));
			}
		}
		while (System.nanoTime() - end < 0);
		return registration.get();
	}

	private String register(String device, String owner, Supplier<String> registration) {
		String token = null;
		try {
			token = registration.get();
			return token;
		}
		finally {
			release(device, owner, token);
		}
	}

	/**
	 * Returns the kept token, if it is another than the refused one. Else leases the
	 * device, if nobody else has it.
	 * @param device the device
	 * @param refused the token that Kaspi refused, or {@code null} where any will do
	 * @param owner who leases it
	 * @return the token or the lease
	 */
	protected abstract Lookup findOrLease(String device, @Nullable String refused, String owner);

	/**
	 * Keeps the token and ends the lease. What fails here is logged, not thrown.
	 * @param device the device
	 * @param owner who leased it
	 * @param token the new token, or {@code null} if there is none
	 */
	protected abstract void release(String device, String owner, @Nullable String token);

	/**
	 * What is found in the store.
	 *
	 * @param token the token, or {@code null} if there is none to use
	 * @param lease where there is none, what became of the lease
	 */
	protected record Lookup(@Nullable String token, Lease lease) {

		/**
		 * Another instance registers the device.
		 */
		public static final Lookup HELD = new Lookup(null, Lease.HELD);

		/**
		 * The caller is to register the device.
		 */
		public static final Lookup ACQUIRED = new Lookup(null, Lease.ACQUIRED);

		/**
		 * The store cannot be reached.
		 */
		public static final Lookup UNAVAILABLE = new Lookup(null, Lease.UNAVAILABLE);

		/**
		 * Makes the lookup that finds a token.
		 * @param token the token
		 * @return the lookup
		 */
		public static Lookup found(String token) {
			return new Lookup(token, Lease.HELD);
		}

		@Override
		public String toString() {
			return "Lookup[lease=" + this.lease + "]";
		}

	}

	/**
	 * A lease of a device.
	 */
	protected enum Lease {

		/**
		 * The caller's own.
		 */
		ACQUIRED,

		/**
		 * Another instance's.
		 */
		HELD,

		/**
		 * Not to be had: the store is away.
		 */
		UNAVAILABLE

	}

}
