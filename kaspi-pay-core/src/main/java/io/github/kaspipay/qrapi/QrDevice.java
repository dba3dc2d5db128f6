/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The device that payments are made with. It is registered at its first use. Thread-safe.
 */
final class QrDevice {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private final QrDeviceStore store;

	private final String key;

	private final Supplier<String> registration;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable String token;

	QrDevice(QrDeviceStore store, URI baseUrl, QrSettings settings, Supplier<String> registration) {
		this.store = store;
		this.key = Sha256
			.hex(settings.merchant() + "\n" + baseUrl + "\n" + settings.tradePointId() + "\n" + settings.deviceId());
		this.registration = registration;
	}

	String token() {
		String known = this.token;
		return (known != null) ? known : obtain(null);
	}

	/**
	 * Returns another token than the one that was refused, or the same one from a new
	 * registration.
	 */
	String replace(String refused) {
		return obtain(refused);
	}

	private String obtain(@Nullable String refused) {
		await();
		try {
			String known = this.token;
			if (known != null && !known.equals(refused)) {
				return known;
			}
			String obtained = this.store.obtain(this.key, refused, this.registration);
			this.token = obtained;
			return obtained;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await() {
		try {
			if (!this.lock.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new KaspiConnectionException("The device is being registered with Kaspi Pay; nothing was sent",
						null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KaspiConnectionException(
					"Interrupted while the device is being registered; nothing was sent to Kaspi Pay", ex);
		}
	}

}
