/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Where the instances of an application keep the token of their registered device.
 * Thread-safe.
 */
public interface QrDeviceStore {

	/**
	 * Keeps nothing beyond what each instance remembers by itself.
	 */
	QrDeviceStore NONE = (device, refused, registration) -> registration.get();

	/**
	 * Returns the device's token: the kept one or, where there is none, that of a new
	 * registration, which is then kept. One instance at a time registers, and the others
	 * wait for it, though not for long.
	 * @param device the device: whoever says the same shares its token, 64 characters
	 * @param refused the token that Kaspi refused, or {@code null} where any will do
	 * @param registration registers the device
	 * @return the token
	 */
	String obtain(String device, @Nullable String refused, Supplier<String> registration);

}
