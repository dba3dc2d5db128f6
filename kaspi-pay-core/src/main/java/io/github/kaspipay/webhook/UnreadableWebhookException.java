/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

/**
 * A signed notification that does not say what a notification has to. The message names
 * the field and never quotes the body.
 */
final class UnreadableWebhookException extends Exception {

	UnreadableWebhookException(String message) {
		super(message);
	}

}
