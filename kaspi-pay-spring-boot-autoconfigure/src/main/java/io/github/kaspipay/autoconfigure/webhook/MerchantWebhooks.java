/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchant;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.jspecify.annotations.Nullable;

/**
 * What takes in each merchant's notifications. No two merchants have the same secret: one
 * of them could sign for the other.
 */
class MerchantWebhooks {

	private final Map<String, KaspiWebhookProcessor> processors = new HashMap<>();

	/**
	 * Creates the processors.
	 * @param directory says which merchants there are
	 * @param named the named ones
	 * @param ofDefault the default merchant's processor
	 * @param instrumentation the default merchant's instrumentation
	 * @throws KaspiPayConfigurationException if a secret is missing, wrong or shared
	 */
	MerchantWebhooks(MerchantDirectory directory, NamedMerchants named, KaspiWebhookProcessor ofDefault,
			KaspiPayInstrumentation instrumentation) {
		this.processors.put("", ofDefault);
		for (NamedMerchant merchant : named.ofOrders()) {
			this.processors.put(merchant.name(), new KaspiWebhookProcessor(MerchantParts.verifier(merchant.settings()),
					merchant.ledger(), instrumentation.forMerchant(merchant.name())));
		}
		if (!named.isEmpty()) {
			requireOwnSecrets(directory);
		}
	}

	private static void requireOwnSecrets(MerchantDirectory directory) {
		Map<String, Owner> owners = new HashMap<>();
		for (MerchantSettings merchant : directory.ofOrders()) {
			KaspiPayConnectionDetails details = merchant.details();
			require(owners, details.getWebhookSecret(),
					new Owner(merchant.name(), merchant.property("webhook.secret")));
			require(owners, details.getPreviousWebhookSecret(),
					new Owner(merchant.name(), merchant.property("webhook.previous-secret")));
		}
	}

	private static void require(Map<String, Owner> owners, @Nullable String secret, Owner owner) {
		if (secret == null || secret.isBlank()) {
			return;
		}
		Owner other = owners.putIfAbsent(secret.strip(), owner);
		if (other != null && !other.merchant().equals(owner.merchant())) {
			throw new KaspiPayConfigurationException(
					other.property() + " and " + owner.property()
							+ " are the same secret: a webhook for one merchant could be passed off as the other's.",
					"Copy each merchant's own webhook secret from the Kaspi Pay dashboard.");
		}
	}

	/**
	 * Returns what takes in a merchant's notifications.
	 * @param merchant the merchant's name; empty for the default one
	 */
	KaspiWebhookProcessor processor(String merchant) {
		KaspiWebhookProcessor processor = this.processors.get(merchant);
		if (processor == null) {
			throw new IllegalStateException("There is no merchant '" + merchant + "'");
		}
		return processor;
	}

	private record Owner(String merchant, String property) {

	}

}
