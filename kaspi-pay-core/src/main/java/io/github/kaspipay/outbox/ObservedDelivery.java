/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.observation.ActiveObservation;
import io.github.kaspipay.observation.KaspiEventContext;
import io.github.kaspipay.observation.KaspiEventContext.Outcome;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver an event, observed from the call of its listeners until it is
 * recorded what became of it. Nothing is observed if nobody was called.
 */
final class ObservedDelivery {

	private final KaspiPayInstrumentation instrumentation;

	private @Nullable KaspiEventContext context;

	private @Nullable ActiveObservation observation;

	ObservedDelivery(KaspiPayInstrumentation instrumentation) {
		this.instrumentation = instrumentation;
	}

	void start(KaspiOrderEvent event, List<String> causes) {
		KaspiEventContext context = new KaspiEventContext(event.merchant(), EventKind.of(event).name(), event, causes);
		this.context = context;
		this.observation = this.instrumentation.observe(context);
	}

	void delivered() {
		KaspiEventContext context = this.context;
		if (context != null) {
			context.setOutcome(Outcome.DELIVERED);
			this.instrumentation.tell((monitor) -> monitor.delivered(context.getEvent()));
		}
	}

	void failed(Throwable failure, Outcome outcome) {
		if (this.context != null && this.observation != null) {
			this.context.setOutcome(outcome);
			this.observation.error(failure);
		}
	}

	void end() {
		if (this.observation != null) {
			this.observation.stop();
		}
	}

}
