/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.Locale;

import io.github.kaspipay.observation.KaspiPayObservations.EventKeys;
import io.github.kaspipay.observation.KaspiPayObservations.IdKeys;
import io.micrometer.common.KeyValues;

/**
 * The convention that {@link KaspiPayObservations#KASPI_PAY_EVENT} documents.
 * Thread-safe.
 */
public class DefaultKaspiEventConvention implements KaspiEventConvention {

	/**
	 * Creates the convention.
	 */
	public DefaultKaspiEventConvention() {
	}

	@Override
	public String getName() {
		return KaspiPayObservations.KASPI_PAY_EVENT.getName();
	}

	@Override
	public String getContextualName(KaspiEventContext context) {
		return "kaspi pay event " + context.getKind().toLowerCase(Locale.ROOT);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(KaspiEventContext context) {
		KaspiEventContext.Outcome outcome = context.getOutcome();
		return KeyValues
			.of(EventKeys.KIND.withValue(context.getKind()),
					EventKeys.OUTCOME.withValue(((outcome != null) ? outcome : KaspiEventContext.Outcome.FAILED).name()
						.toLowerCase(Locale.ROOT)),
					EventKeys.MERCHANT.withValue(MerchantTag.of(context.getMerchant())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(KaspiEventContext context) {
		return KeyValues.of(IdKeys.ORDER_ID.withValue(context.getEvent().orderId()),
				IdKeys.EVENT_ID.withValue(context.getEvent().eventId()));
	}

}
