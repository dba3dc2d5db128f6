/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on purpose. Immutable.
 */
public sealed interface Fault permits ApiFault, WebhookFault {

	/**
	 * Returns how often it happens.
	 * @return the number of times, or {@code null} for every time until it is cleared
	 */
	@Nullable Integer times();

}
