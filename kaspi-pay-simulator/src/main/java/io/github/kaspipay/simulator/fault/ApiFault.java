/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A call of the API that is not answered as it should be: for example
 * {@code ApiFault.status(503).on(Operation.CREATE).times(2)}. Unless said otherwise it
 * concerns all operations, every time until it is cleared. Immutable.
 */
public final class ApiFault implements Fault {

	private final Type type;

	private final int status;

	private final Map<String, String> headers;

	private final @Nullable String body;

	private final List<String> members;

	private final Duration duration;

	private final boolean afterProcessing;

	private final Set<Operation> operations;

	private final @Nullable Integer times;

	private ApiFault(Type type, int status, Map<String, String> headers, @Nullable String body, List<String> members,
			Duration duration, boolean afterProcessing, Set<Operation> operations, @Nullable Integer times) {
		this.type = type;
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.members = members;
		this.duration = duration;
		this.afterProcessing = afterProcessing;
		this.operations = operations;
		this.times = times;
	}

	private static ApiFault of(Type type, int status, Duration duration) {
		if (duration.isNegative() || duration.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException("The duration must be between 0 and 1 hour, not " + duration);
		}
		return new ApiFault(type, status, Map.of(), null, List.of(), duration, type.isOfTrueAnswer(),
				EnumSet.allOf(Operation.class), null);
	}

	/**
	 * Answers with a status instead of doing what was asked for. Without a
	 * {@link #body(String)} it comes with an error in JSON.
	 * @param status the HTTP status, from 200 to 599
	 * @return the fault
	 */
	public static ApiFault status(int status) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("The status must be between 200 and 599, not " + status);
		}
		return of(Type.STATUS, status, Duration.ZERO);
	}

	/**
	 * Answers as the QR API does where something is wrong: with 200 and a
	 * {@code StatusCode}, instead of doing what was asked for.
	 * @param statusCode the code, such as -999 for an API that is not available
	 * @return the fault
	 */
	public static ApiFault statusCode(int statusCode) {
		return status(200).body(
				String.format(Locale.ROOT, "{\"StatusCode\":%d,\"Message\":\"This fault was asked for\"}", statusCode));
	}

	/**
	 * Answers with 429 and {@code Retry-After}.
	 * @param retryAfter how long to wait, told in whole seconds, rounded up
	 * @return the fault
	 */
	public static ApiFault tooManyRequests(Duration retryAfter) {
		return status(429).header("Retry-After", Long.toString(retryAfter.plusNanos(999_999_999).toSeconds()));
	}

	/**
	 * Keeps silent for some time and then closes the connection without an answer.
	 * @param silence how long, in real time, at most 1 hour; longer than the client's
	 * read time-out for the client to give up first
	 * @return the fault
	 */
	public static ApiFault timeout(Duration silence) {
		return of(Type.TIMEOUT, 0, silence);
	}

	/**
	 * Resets the connection instead of answering.
	 * @return the fault
	 */
	public static ApiFault reset() {
		return of(Type.RESET, 0, Duration.ZERO);
	}

	/**
	 * Does what was asked for, and lets the true answer's body come in drops.
	 * @param duration how long the body takes, in real time, at most 1 hour
	 * @return the fault
	 */
	public static ApiFault slowDrip(Duration duration) {
		return of(Type.SLOW_DRIP, 0, duration);
	}

	/**
	 * Does what was asked for, and cuts the true answer's body in the middle.
	 * @return the fault
	 */
	public static ApiFault malformedJson() {
		return of(Type.MALFORMED_JSON, 0, Duration.ZERO);
	}

	/**
	 * Does what was asked for, and answers with the true status and no body.
	 * @return the fault
	 */
	public static ApiFault emptyBody() {
		return of(Type.EMPTY_BODY, 0, Duration.ZERO);
	}

	/**
	 * Does what was asked for, and answers with the true status and another body, such as
	 * one that cannot be read, or of a shape that is not expected.
	 * @param body the body; {@code application/json} unless a {@code Content-Type}
	 * {@link #header} says otherwise
	 * @return the fault
	 */
	public static ApiFault answer(String body) {
		return new ApiFault(Type.ANSWER, 0, Map.of(), body, List.of(), Duration.ZERO, true,
				EnumSet.allOf(Operation.class), null);
	}

	/**
	 * Does what was asked for, and leaves members out of the true answer's JSON.
	 * @param first a member's name
	 * @param others more names
	 * @return the fault
	 */
	public static ApiFault without(String first, String... others) {
		List<String> members = Stream.concat(Stream.of(first), Arrays.stream(others)).distinct().toList();
		return new ApiFault(Type.WITHOUT, 0, Map.of(), null, members, Duration.ZERO, true,
				EnumSet.allOf(Operation.class), null);
	}

	/**
	 * Adds a header to a status or another body.
	 * @param name the header's name
	 * @param value the header's value
	 * @return a fault with it
	 * @throws IllegalStateException if the fault is neither a {@link #status(int)} nor an
	 * {@link #answer(String)}
	 */
	public ApiFault header(String name, String value) {
		if (this.type != Type.STATUS && this.type != Type.ANSWER) {
			throw new IllegalStateException("Only a status or an answer has a header, not " + this.type);
		}
		Map<String, String> extended = new LinkedHashMap<>(this.headers);
		extended.put(name, value);
		return new ApiFault(this.type, this.status, Map.copyOf(extended), this.body, this.members, this.duration,
				this.afterProcessing, this.operations, this.times);
	}

	/**
	 * Gives a status a body.
	 * @param body the body; {@code application/json} unless a {@code Content-Type}
	 * {@link #header} says otherwise
	 * @return a fault with it
	 * @throws IllegalStateException if the fault is not a {@link #status(int)}
	 */
	public ApiFault body(String body) {
		if (this.type != Type.STATUS) {
			throw new IllegalStateException("Only a status is given a body, not " + this.type);
		}
		return new ApiFault(this.type, this.status, this.headers, body, this.members, this.duration,
				this.afterProcessing, this.operations, this.times);
	}

	/**
	 * Lets a status, a time-out or a reset come only after what was asked for has been
	 * done: the order exists or is refunded, and the caller does not know.
	 * @return a fault that comes after processing
	 */
	public ApiFault afterProcessing() {
		return new ApiFault(this.type, this.status, this.headers, this.body, this.members, this.duration, true,
				this.operations, this.times);
	}

	/**
	 * Limits the fault to some operations.
	 * @param first an operation
	 * @param others more operations
	 * @return a fault of these operations only
	 */
	public ApiFault on(Operation first, Operation... others) {
		return new ApiFault(this.type, this.status, this.headers, this.body, this.members, this.duration,
				this.afterProcessing, EnumSet.of(first, others), this.times);
	}

	/**
	 * Limits the fault to the next calls.
	 * @param times to how many, more than 0
	 * @return a fault that happens that often
	 */
	public ApiFault times(int times) {
		return new ApiFault(this.type, this.status, this.headers, this.body, this.members, this.duration,
				this.afterProcessing, this.operations, Times.check(times));
	}

	/**
	 * Returns what happens.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Returns the status that is answered.
	 * @return the HTTP status, or 0 if the type is not {@link Type#STATUS}
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the headers of a status or another body.
	 * @return the headers by name
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Returns the body that is answered.
	 * @return the body, or {@code null} if none was given
	 */
	public @Nullable String body() {
		return this.body;
	}

	/**
	 * Returns what is left out of the true answer.
	 * @return the names of the members, none if the type is not {@link Type#WITHOUT}
	 */
	public List<String> members() {
		return this.members;
	}

	/**
	 * Returns how long a time-out or a slow drip lasts.
	 * @return the duration, zero for other types
	 */
	public Duration duration() {
		return this.duration;
	}

	/**
	 * Tells whether what was asked for is done first.
	 * @return whether it is done
	 */
	public boolean isAfterProcessing() {
		return this.afterProcessing;
	}

	/**
	 * Returns the operations it is limited to.
	 * @return the operations
	 */
	public Set<Operation> operations() {
		return Set.copyOf(this.operations);
	}

	@Override
	public @Nullable Integer times() {
		return this.times;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "ApiFault[type=%s, operations=%s, times=%s]", this.type, this.operations,
				this.times);
	}

	/**
	 * What happens to a call of the API.
	 */
	public enum Type {

		/**
		 * A status of one's choice.
		 */
		STATUS,

		/**
		 * Silence until the connection is closed.
		 */
		TIMEOUT,

		/**
		 * The connection is reset.
		 */
		RESET,

		/**
		 * The true answer, slowly.
		 */
		SLOW_DRIP,

		/**
		 * The true answer, cut.
		 */
		MALFORMED_JSON,

		/**
		 * The true answer without its body.
		 */
		EMPTY_BODY,

		/**
		 * The true status with another body.
		 */
		ANSWER,

		/**
		 * The true answer without some of its members.
		 */
		WITHOUT;

		private boolean isOfTrueAnswer() {
			return this == SLOW_DRIP || this == MALFORMED_JSON || this == EMPTY_BODY;
		}

	}

}
