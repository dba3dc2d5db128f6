/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

/**
 * Names of the attributes by which a protocol's HTTP interface says what a request
 * carries besides its body. Internal: it may change in any release.
 */
public final class CallAttributes {

	/**
	 * An {@link Authorization}.
	 */
	public static final String AUTHORIZATION = "kaspi.authorization";

	/**
	 * The {@link io.github.kaspipay.observation.KaspiCallContext} of the call.
	 */
	public static final String CALL = "kaspi.call";

	/**
	 * A text that is sent as {@code X-Request-ID}, where the caller names its requests.
	 * It is the call's request id then, whatever the response says.
	 */
	public static final String REQUEST_ID = "kaspi.request_id";

	private CallAttributes() {
	}

	/**
	 * A header that says who calls. Its {@link #toString()} does not show its value.
	 *
	 * @param header the name of the header
	 * @param value its value
	 */
	public record Authorization(String header, String value) {

		@Override
		public String toString() {
			return "Authorization[header=" + this.header + "]";
		}

	}

}
