/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchant;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.checkpay.KaspiAccountResolver;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.ledger.LedgerPaymentBook;
import org.jspecify.annotations.Nullable;

/**
 * What answers Kaspi for each merchant.
 */
class MerchantCheckPay {

	private final Map<String, KaspiCheckPayProcessor> processors = new HashMap<>();

	/**
	 * Creates the processors.
	 * @param named the named merchants
	 * @param ofDefault the default merchant's processor, or {@code null} if it has none
	 * @param accounts knows the accounts that are no orders, or {@code null}
	 * @param clock the ledger's clock
	 */
	MerchantCheckPay(NamedMerchants named, @Nullable KaspiCheckPayProcessor ofDefault,
			@Nullable KaspiAccountResolver accounts, Clock clock) {
		if (ofDefault != null) {
			this.processors.put("", ofDefault);
		}
		for (NamedMerchant merchant : named.all()) {
			KaspiPayProperties properties = merchant.settings().properties();
			if (properties.api() == KaspiPayProperties.Api.CHECK_PAY) {
				LedgerPaymentBook payments = new LedgerPaymentBook(merchant.ledger(), merchant.stores().ledger(),
						clock);
				this.processors.put(merchant.name(),
						MerchantParts.checkPayProcessor(merchant.name(), properties, payments, accounts, clock));
			}
		}
	}

	/**
	 * Returns what answers Kaspi for a merchant.
	 * @param merchant the merchant's name; empty for the default one
	 */
	KaspiCheckPayProcessor processor(String merchant) {
		KaspiCheckPayProcessor processor = this.processors.get(merchant);
		if (processor == null) {
			throw new IllegalStateException("There is no merchant '" + merchant + "' that Kaspi calls");
		}
		return processor;
	}

}
