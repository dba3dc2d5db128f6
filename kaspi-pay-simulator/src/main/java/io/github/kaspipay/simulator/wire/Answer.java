/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a call is answered with.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body, possibly empty
 * @param bytes the body if it is no text, or {@code null}
 */
public record Answer(int status, Map<String, String> headers, String body, byte @Nullable [] bytes) {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
			+ "frame-ancestors 'self'";

	public Answer(int status, Map<String, String> headers, String body) {
		this(status, headers, body, null);
	}

	public static Answer json(int status, Object body) {
		return new Answer(status, Map.of("Content-Type", "application/json"), WireJson.write(body));
	}

	public static Answer error(int status, String code, String message) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("code", code);
		body.put("message", message);
		return json(status, body);
	}

	public static Answer html(String body) {
		return new Answer(200,
				Map.of("Content-Type", "text/html; charset=UTF-8", "Cache-Control", "no-store",
						"Content-Security-Policy", CONTENT_SECURITY_POLICY, "X-Content-Type-Options", "nosniff",
						"Referrer-Policy", "same-origin"),
				body);
	}

	/**
	 * Answers with what browsers may keep, and must not take for something else.
	 */
	public static Answer file(String mediaType, String text) {
		return new Answer(200, fileHeaders(mediaType + "; charset=UTF-8", "no-cache"), text);
	}

	/**
	 * Answers with what nobody may keep.
	 */
	public static Answer secretFile(String mediaType, byte[] content) {
		return new Answer(200, fileHeaders(mediaType, "no-store"), "", content);
	}

	private static Map<String, String> fileHeaders(String mediaType, String cacheControl) {
		return Map.of("Content-Type", mediaType, "Cache-Control", cacheControl, "X-Content-Type-Options", "nosniff");
	}

	public static Answer text(String text) {
		return new Answer(200, Map.of("Content-Type", "text/plain; charset=UTF-8"), text);
	}

	public static Answer notFound() {
		return error(404, "NOT_FOUND", "There is nothing here");
	}

	public static Answer noContent() {
		return new Answer(204, Map.of(), "");
	}

	public static Answer methodNotAllowed(String allowed) {
		return error(405, "METHOD_NOT_ALLOWED", "The method must be " + allowed).withHeader("Allow", allowed);
	}

	public static Answer seeOther(String location) {
		return new Answer(303, Map.of("Location", location), "");
	}

	public Answer withHeader(String name, String value) {
		Map<String, String> extended = new LinkedHashMap<>(this.headers);
		extended.put(name, value);
		return new Answer(this.status, extended, this.body, this.bytes);
	}

	public Answer withBody(String body) {
		return new Answer(this.status, this.headers, body);
	}

}
