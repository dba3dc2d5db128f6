/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

/**
 * What a good signature covers.
 *
 * @param content the content that was signed, which alone may be read
 * @param byPreviousSecret whether it was signed with the secret in use before
 */
public record SignedWebhook(byte[] content, boolean byPreviousSecret) {

	@Override
	public String toString() {
		return "SignedWebhook[byPreviousSecret=" + this.byPreviousSecret + "]";
	}

}
