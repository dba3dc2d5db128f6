/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * A span's context as W3C's Trace Context writes it (version 00), whatever the
 * application propagates.
 */
final class Traceparent {

	private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");

	private static final Pattern ID = Pattern.compile("[0-9a-f]{16}|[0-9a-f]{32}");

	private static final Pattern ZERO = Pattern.compile("0*");

	private Traceparent() {
	}

	static @Nullable String write(TraceContext context) {
		String traceId = context.traceId();
		String spanId = context.spanId();
		if (!isId(traceId) || !isId(spanId) || spanId.length() != 16) {
			return null;
		}
		String padded = "0".repeat(32 - traceId.length()) + traceId;
		return "00-" + padded + "-" + spanId + (Boolean.FALSE.equals(context.sampled()) ? "-00" : "-01");
	}

	private static boolean isId(@Nullable String id) {
		return id != null && ID.matcher(id).matches() && !ZERO.matcher(id).matches();
	}

	static @Nullable TraceContext read(String traceparent, Tracer tracer) {
		Matcher matcher = FORMAT.matcher(traceparent);
		if (!matcher.matches() || !isId(matcher.group(1)) || !isId(matcher.group(2))) {
			return null;
		}
		return tracer.traceContextBuilder()
			.traceId(matcher.group(1))
			.spanId(matcher.group(2))
			.sampled((Integer.parseInt(matcher.group(3), 16) & 1) == 1)
			.build();
	}

}
