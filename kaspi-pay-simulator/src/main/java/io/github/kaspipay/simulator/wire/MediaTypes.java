/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * The media type of a request's body.
 */
public final class MediaTypes {

	private MediaTypes() {
	}

	public static boolean isForm(Request request) {
		return is(request, "application/x-www-form-urlencoded");
	}

	static boolean isJson(Request request) {
		return is(request, "application/json");
	}

	private static boolean is(Request request, String mediaType) {
		String contentType = request.getHeader("Content-Type");
		return contentType != null && contentType.split(";", 2)[0].trim().equalsIgnoreCase(mediaType);
	}

}
