/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.util.Objects;

import io.github.kaspipay.observation.KaspiEventContext;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

/**
 * Makes the span of an event's delivery, with links to what recorded the event and to
 * what created the order. Thread-safe.
 */
class LinkingEventHandler implements TracingObservationHandler<KaspiEventContext> {

	private final Tracer tracer;

	LinkingEventHandler(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public void onStart(KaspiEventContext context) {
		Span.Builder builder = this.tracer.spanBuilder();
		Span parent = getParentSpan(context);
		if (parent != null) {
			builder.setParent(parent.context());
		}
		context.getCauses()
			.stream()
			.map((traceparent) -> Traceparent.read(traceparent, this.tracer))
			.filter(Objects::nonNull)
			.forEach((cause) -> builder.addLink(new Link(cause)));
		getTracingContext(context).setSpan(builder.start());
	}

	@Override
	public void onStop(KaspiEventContext context) {
		Span span = getRequiredSpan(context);
		span.name(getSpanName(context));
		tagSpan(context, span);
		endSpan(context, span);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof KaspiEventContext;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

}
