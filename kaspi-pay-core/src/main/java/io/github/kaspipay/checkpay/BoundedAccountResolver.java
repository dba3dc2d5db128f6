/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Lets some look-ups run at a time, and fails further ones at once: if all of them hang,
 * orders are still paid. Thread-safe.
 */
final class BoundedAccountResolver implements KaspiAccountResolver {

	/**
	 * Kaspi makes 10 to 15 requests at a time.
	 */
	static final int MAX_LOOK_UPS = 16;

	private final KaspiAccountResolver accounts;

	private final Semaphore lookUps = new Semaphore(MAX_LOOK_UPS);

	BoundedAccountResolver(KaspiAccountResolver accounts) {
		this.accounts = accounts;
	}

	@Override
	public Optional<KaspiAccount> resolve(String account) {
		if (!this.lookUps.tryAcquire()) {
			throw new IllegalStateException(MAX_LOOK_UPS
					+ " look-ups of accounts are running: see why the KaspiAccountResolver does not return");
		}
		try {
			return this.accounts.resolve(account);
		}
		finally {
			this.lookUps.release();
		}
	}

}
