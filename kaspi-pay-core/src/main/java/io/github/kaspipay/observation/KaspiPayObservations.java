/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations, with the names of their keys.
 */
public enum KaspiPayObservations implements ObservationDocumentation {

	/**
	 * A call to Kaspi Pay: its token, its wait for a permit and all its attempts, each of
	 * which is an {@code http.client.requests} inside it.
	 */
	KASPI_PAY_CALL("kaspi.pay.call") {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultKaspiCallConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return CallKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { IdKeys.ORDER_ID, IdKeys.REQUEST_ID };
		}

	},

	/**
	 * A request to the webhook, whatever it was answered.
	 */
	KASPI_PAY_WEBHOOK("kaspi.pay.webhook") {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultKaspiWebhookConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return WebhookKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { IdKeys.ORDER_ID };
		}

	},

	/**
	 * One attempt to deliver an event to the application's listeners.
	 */
	KASPI_PAY_EVENT("kaspi.pay.event") {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultKaspiEventConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return EventKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return new KeyName[] { IdKeys.ORDER_ID, IdKeys.EVENT_ID };
		}

	};

	private final String name;

	KaspiPayObservations(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	/**
	 * Keys of few values of {@link #KASPI_PAY_CALL}.
	 */
	public enum CallKeys implements KeyName {

		/**
		 * {@code token}, {@code create}, {@code status} or {@code refund}.
		 */
		OPERATION("operation"),

		/**
		 * A {@link KaspiCallContext.Outcome}.
		 */
		OUTCOME("outcome"),

		/**
		 * The HTTP status of the call's last response, or {@code NONE} if there was none.
		 */
		STATUS("status"),

		/**
		 * {@code user} if somebody waits for the answer, {@code background} if not.
		 */
		CALLER("caller"),

		/**
		 * The merchant's name; {@code default} for the one without a name.
		 */
		MERCHANT("merchant");

		private final String key;

		CallKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of few values of {@link #KASPI_PAY_WEBHOOK}.
	 */
	public enum WebhookKeys implements KeyName {

		/**
		 * A {@link KaspiWebhookContext.Outcome}, in lower case.
		 */
		OUTCOME("outcome"),

		/**
		 * The status the webhook told: {@code OTHER} for one that the contract does not
		 * name, {@code NONE} if nothing could be read.
		 */
		ORDER_STATUS("order.status"),

		/**
		 * Which secret it was signed with: {@code current}, {@code previous} or
		 * {@code none}.
		 */
		SECRET("secret"),

		/**
		 * The merchant's name; {@code default} for the one without a name.
		 */
		MERCHANT("merchant");

		private final String key;

		WebhookKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of few values of {@link #KASPI_PAY_EVENT}.
	 */
	public enum EventKeys implements KeyName {

		/**
		 * The event's kind, as in its JSON: {@code PAID}, for example.
		 */
		KIND("kind"),

		/**
		 * A {@link KaspiEventContext.Outcome}, in lower case.
		 */
		OUTCOME("outcome"),

		/**
		 * The merchant's name; {@code default} for the one without a name.
		 */
		MERCHANT("merchant");

		private final String key;

		EventKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of many values, left out where they are not known.
	 */
	public enum IdKeys implements KeyName {

		/**
		 * Kaspi Pay's id of the order.
		 */
		ORDER_ID("order.id"),

		/**
		 * The id Kaspi Pay gave the call's last response.
		 */
		REQUEST_ID("request.id"),

		/**
		 * The event's id, the same at every redelivery.
		 */
		EVENT_ID("event.id");

		private final String key;

		IdKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
