/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.Locale;

import io.github.kaspipay.observation.KaspiPayObservations.IdKeys;
import io.github.kaspipay.observation.KaspiPayObservations.WebhookKeys;
import io.micrometer.common.KeyValues;

/**
 * The convention that {@link KaspiPayObservations#KASPI_PAY_WEBHOOK} documents.
 * Thread-safe.
 */
public class DefaultKaspiWebhookConvention implements KaspiWebhookConvention {

	/**
	 * Creates the convention.
	 */
	public DefaultKaspiWebhookConvention() {
	}

	@Override
	public String getName() {
		return KaspiPayObservations.KASPI_PAY_WEBHOOK.getName();
	}

	@Override
	public String getContextualName(KaspiWebhookContext context) {
		return "kaspi pay webhook";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(KaspiWebhookContext context) {
		KaspiWebhookContext.Outcome outcome = context.getOutcome();
		String status = context.getOrderStatus();
		return KeyValues.of(
				WebhookKeys.OUTCOME
					.withValue(lowerCase((outcome != null) ? outcome : KaspiWebhookContext.Outcome.UNAVAILABLE)),
				WebhookKeys.ORDER_STATUS.withValue((status != null) ? status : "NONE"),
				WebhookKeys.SECRET.withValue(lowerCase(context.getSecret())),
				WebhookKeys.MERCHANT.withValue(MerchantTag.of(context.getMerchant())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(KaspiWebhookContext context) {
		return (context.getOrderId() != null) ? KeyValues.of(IdKeys.ORDER_ID.withValue(context.getOrderId()))
				: KeyValues.empty();
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
