/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;

/**
 * Parameters of a request's address. Internal to the simulator.
 */
public final class Parameters {

	private Parameters() {
	}

	public static boolean has(Request request, String name) {
		return request.queryParameter(name).isPresent();
	}

	/**
	 * Reads a text.
	 * @return the text, empty if the parameter is missing
	 */
	public static String text(Request request, String name) {
		QueryParameter parameter = request.queryParameter(name);
		return parameter.isPresent() ? parameter.firstValue() : "";
	}

	/**
	 * Reads a number.
	 * @return the number, or the default if the parameter is missing
	 * @throws ApiException if it is not a whole number, or negative
	 */
	public static long number(Request request, String name, long defaultValue) {
		QueryParameter parameter = request.queryParameter(name);
		try {
			long number = parameter.isPresent() ? Long.parseLong(parameter.firstValue()) : defaultValue;
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// refused below, like a negative number
		}
		throw ApiException.invalid(name + " must be a whole number, not negative");
	}

	/**
	 * Writes a text so that it can stand in an address.
	 */
	public static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
