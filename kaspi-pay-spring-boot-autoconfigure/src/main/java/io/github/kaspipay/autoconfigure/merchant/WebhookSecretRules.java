/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import io.github.kaspipay.autoconfigure.CredentialRules;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook secret must be: there, real, and too long to be guessed by hand.
 */
final class WebhookSecretRules {

	/**
	 * How long the dashboard's secrets are is not documented. Anything shorter is a slip,
	 * and can be found from one signed webhook by trying them all.
	 */
	private static final int MIN_LENGTH = 8;

	private WebhookSecretRules() {
	}

	static String check(String property, @Nullable String secret) {
		String checked = CredentialRules.check(property, secret);
		if (checked.isEmpty()) {
			throw new KaspiPayConfigurationException(
					property + " must be set: without it nobody can tell Kaspi Pay's webhooks from forged ones.",
					"Copy the webhook secret from the Kaspi Pay dashboard into " + property
							+ ", or switch webhooks off with kaspi.pay.webhook.enabled=false.");
		}
		if (checked.codePointCount(0, checked.length()) < MIN_LENGTH) {
			throw new KaspiPayConfigurationException(
					property + " has fewer than " + MIN_LENGTH + " characters: so short a secret can be guessed.",
					"Copy the whole webhook secret from the Kaspi Pay dashboard into " + property + ".");
		}
		return checked;
	}

}
