/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.util.function.Supplier;

import io.github.kaspipay.observation.KaspiPayTraces;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * The traces of the application's tracer. Thread-safe.
 */
class MicrometerTraces implements KaspiPayTraces {

	private final Tracer tracer;

	MicrometerTraces(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable String current() {
		Span span = this.tracer.currentSpan();
		return (span != null) ? Traceparent.write(span.context()) : null;
	}

	@Override
	public <T> T span(String name, Supplier<T> work) {
		Span span = this.tracer.nextSpan().name(name).start();
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		try {
			return work.get();
		}
		catch (Throwable ex) {
			span.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			span.end();
		}
	}

}
