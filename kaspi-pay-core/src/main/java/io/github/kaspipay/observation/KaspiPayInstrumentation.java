/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where what is seen of Kaspi Pay goes: the application's observations, its monitor and
 * its traces. Immutable and thread-safe. Internal: it may change in any release.
 */
public class KaspiPayInstrumentation {

	/**
	 * Nobody looks.
	 */
	public static final KaspiPayInstrumentation NONE = builder().build();

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayInstrumentation.class);

	private final String merchant;

	private final ObservationRegistry registry;

	private final @Nullable KaspiCallConvention callConvention;

	private final @Nullable KaspiWebhookConvention webhookConvention;

	private final @Nullable KaspiEventConvention eventConvention;

	private final List<KaspiPayMonitor> monitors;

	private final KaspiPayTraces traces;

	private final boolean propagatedToKaspiPay;

	private final KaspiCallConvention defaultCallConvention = new DefaultKaspiCallConvention();

	private final KaspiWebhookConvention defaultWebhookConvention = new DefaultKaspiWebhookConvention();

	private final KaspiEventConvention defaultEventConvention = new DefaultKaspiEventConvention();

	KaspiPayInstrumentation(Builder builder) {
		this.merchant = builder.merchant;
		this.registry = builder.registry;
		this.callConvention = builder.callConvention;
		this.webhookConvention = builder.webhookConvention;
		this.eventConvention = builder.eventConvention;
		this.monitors = builder.monitors;
		this.traces = builder.traces;
		this.propagatedToKaspiPay = builder.propagatedToKaspiPay;
	}

	/**
	 * Starts to build one that looks at nothing yet.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Makes the same for what belongs to one merchant.
	 * @param merchant the merchant's name, empty for the default one
	 * @return the instrumentation
	 */
	public KaspiPayInstrumentation forMerchant(String merchant) {
		Builder builder = builder().registry(this.registry)
			.callConvention(this.callConvention)
			.webhookConvention(this.webhookConvention)
			.eventConvention(this.eventConvention)
			.monitors(this.monitors)
			.traces(this.traces)
			.propagatedToKaspiPay(this.propagatedToKaspiPay);
		builder.merchant = merchant;
		return builder.build();
	}

	/**
	 * Returns whose calls and webhooks these are.
	 * @return the merchant's name, empty for the default one
	 */
	public String merchant() {
		return this.merchant;
	}

	/**
	 * Returns where observations go.
	 * @return the registry
	 */
	public ObservationRegistry registry() {
		return this.registry;
	}

	/**
	 * Starts the observation of a call.
	 * @param context the call
	 * @return the observation, in its scope on this thread
	 */
	public ActiveObservation observe(KaspiCallContext context) {
		return observe(() -> KaspiPayObservations.KASPI_PAY_CALL.observation(this.callConvention,
				this.defaultCallConvention, () -> context, this.registry));
	}

	/**
	 * Starts the observation of a request to the webhook.
	 * @param context the request
	 * @return the observation, in its scope on this thread
	 */
	public ActiveObservation observe(KaspiWebhookContext context) {
		return observe(() -> KaspiPayObservations.KASPI_PAY_WEBHOOK.observation(this.webhookConvention,
				this.defaultWebhookConvention, () -> context, this.registry));
	}

	/**
	 * Starts the observation of an event's delivery.
	 * @param context the delivery
	 * @return the observation, in its scope on this thread
	 */
	public ActiveObservation observe(KaspiEventContext context) {
		return observe(() -> KaspiPayObservations.KASPI_PAY_EVENT.observation(this.eventConvention,
				this.defaultEventConvention, () -> context, this.registry));
	}

	private ActiveObservation observe(Supplier<Observation> observation) {
		return this.registry.isNoop() ? ActiveObservation.NONE : ActiveObservation.start(observation);
	}

	/**
	 * Tells the monitors.
	 * @param what tells one
	 */
	public void tell(Consumer<KaspiPayMonitor> what) {
		for (KaspiPayMonitor monitor : this.monitors) {
			try {
				what.accept(monitor);
			}
			catch (Exception ex) {
				logger.warn("What happened could not be counted", ex);
			}
		}
	}

	/**
	 * Returns the application's traces.
	 * @return the traces
	 */
	public KaspiPayTraces traces() {
		return this.traces;
	}

	/**
	 * Says whether Kaspi Pay is told of the trace under way.
	 * @return whether headers of tracing are sent to it
	 */
	public boolean isPropagatedToKaspiPay() {
		return this.propagatedToKaspiPay;
	}

	/**
	 * Builds a {@link KaspiPayInstrumentation}. Not thread-safe.
	 */
	public static final class Builder {

		private String merchant = "";

		private ObservationRegistry registry = ObservationRegistry.NOOP;

		private @Nullable KaspiCallConvention callConvention;

		private @Nullable KaspiWebhookConvention webhookConvention;

		private @Nullable KaspiEventConvention eventConvention;

		private List<KaspiPayMonitor> monitors = List.of();

		private KaspiPayTraces traces = KaspiPayTraces.NONE;

		private boolean propagatedToKaspiPay;

		private Builder() {
		}

		/**
		 * Sets where observations go.
		 * @param registry the registry
		 * @return this builder
		 */
		public Builder registry(ObservationRegistry registry) {
			this.registry = registry;
			return this;
		}

		/**
		 * Sets what the observation of a call says.
		 * @param convention the convention, or {@code null} for the default one
		 * @return this builder
		 */
		public Builder callConvention(@Nullable KaspiCallConvention convention) {
			this.callConvention = convention;
			return this;
		}

		/**
		 * Sets what the observation of a request to the webhook says.
		 * @param convention the convention, or {@code null} for the default one
		 * @return this builder
		 */
		public Builder webhookConvention(@Nullable KaspiWebhookConvention convention) {
			this.webhookConvention = convention;
			return this;
		}

		/**
		 * Sets what the observation of an event's delivery says.
		 * @param convention the convention, or {@code null} for the default one
		 * @return this builder
		 */
		public Builder eventConvention(@Nullable KaspiEventConvention convention) {
			this.eventConvention = convention;
			return this;
		}

		/**
		 * Sets who counts what happens.
		 * @param monitors the monitors
		 * @return this builder
		 */
		public Builder monitors(List<KaspiPayMonitor> monitors) {
			this.monitors = List.copyOf(monitors);
			return this;
		}

		/**
		 * Sets the application's traces.
		 * @param traces the traces
		 * @return this builder
		 */
		public Builder traces(KaspiPayTraces traces) {
			this.traces = traces;
			return this;
		}

		/**
		 * Sets whether headers of tracing, baggage among them, are sent to Kaspi Pay.
		 * They are not unless this is set.
		 * @param propagated whether they are sent
		 * @return this builder
		 */
		public Builder propagatedToKaspiPay(boolean propagated) {
			this.propagatedToKaspiPay = propagated;
			return this;
		}

		/**
		 * Builds it.
		 * @return the instrumentation
		 */
		public KaspiPayInstrumentation build() {
			return new KaspiPayInstrumentation(this);
		}

	}

}
