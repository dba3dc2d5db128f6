/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.Map;

import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.RefusalReader.Refusal;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.json.UnreadableJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a response. Internal: it may change in any release.
 */
public final class JsonResponse {

	private JsonResponse() {
	}

	/**
	 * Reads an object.
	 * @param content the response's content, or {@code null} if it has none
	 * @param what what was called, for the message
	 * @param names how the message names the settings
	 * @return its members, as {@link KaspiJson} reads them
	 * @throws KaspiServerException if it is no JSON object
	 */
	public static Map<String, @Nullable Object> read(byte @Nullable [] content, String what, SettingNames names) {
		byte[] json = (content != null) ? content : new byte[0];
		try {
			return KaspiJson.readObject(json);
		}
		catch (UnreadableJsonException ex) {
			String problem = ErrorResponse.isHtml(json)
					? "is an HTML page, not Kaspi Pay's own: check " + names.baseUrl() + " and what is in between"
					: ex.getMessage();
			throw new KaspiServerException("The answer to '" + what + "' " + problem, 200, null, RequestId.current(),
					null, null);
		}
	}

	/**
	 * Makes a refusal of a 2xx response whose body says that the request was not carried
	 * out.
	 * @param members the response's members
	 * @param code the error code
	 * @param requestId the call's request id
	 * @return the refusal
	 */
	public static Refusal refusal(Map<String, @Nullable Object> members, String code, String requestId) {
		return new Refusal(200, code, ErrorResponse.detail(members), requestId, null);
	}

	/**
	 * Makes the exception for a response that lacks what it is about.
	 * @param what what was called
	 * @param field the field that is missing or cannot be read
	 * @return the exception
	 */
	public static KaspiServerException unusable(String what, String field) {
		return new KaspiServerException("Kaspi Pay's answer to '" + what + "' has no usable " + field, 200, null,
				RequestId.current(), null, null);
	}

}
