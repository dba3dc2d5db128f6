/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.Locale;

import io.github.kaspipay.observation.KaspiPayObservations.CallKeys;
import io.github.kaspipay.observation.KaspiPayObservations.IdKeys;
import io.micrometer.common.KeyValues;

/**
 * The convention that {@link KaspiPayObservations#KASPI_PAY_CALL} documents. Thread-safe.
 */
public class DefaultKaspiCallConvention implements KaspiCallConvention {

	/**
	 * Creates the convention.
	 */
	public DefaultKaspiCallConvention() {
	}

	@Override
	public String getName() {
		return KaspiPayObservations.KASPI_PAY_CALL.getName();
	}

	@Override
	public String getContextualName(KaspiCallContext context) {
		return "kaspi pay " + lowerCase(context.getOperation());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(KaspiCallContext context) {
		KaspiCallContext.Outcome outcome = context.getOutcome();
		Integer status = context.getStatus();
		return KeyValues.of(CallKeys.OPERATION.withValue(lowerCase(context.getOperation())),
				CallKeys.OUTCOME
					.withValue(((outcome != null) ? outcome : KaspiCallContext.Outcome.UNKNOWN_OUTCOME).name()),
				CallKeys.STATUS.withValue((status != null) ? status.toString() : "NONE"),
				CallKeys.CALLER.withValue(lowerCase(context.getCaller())),
				CallKeys.MERCHANT.withValue(MerchantTag.of(context.getMerchant())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(KaspiCallContext context) {
		KeyValues ids = KeyValues.empty();
		if (context.getOrderId() != null) {
			ids = ids.and(IdKeys.ORDER_ID.withValue(context.getOrderId()));
		}
		if (context.getRequestId() != null) {
			ids = ids.and(IdKeys.REQUEST_ID.withValue(context.getRequestId()));
		}
		return ids;
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
