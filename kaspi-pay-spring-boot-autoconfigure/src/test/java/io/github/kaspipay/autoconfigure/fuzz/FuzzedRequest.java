/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.github.kaspipay.autoconfigure.fuzz.WebhookFuzzer.FuzzedWebhook;

/**
 * A webhook on its way through HTTP, on which something may have happened to it, too.
 *
 * @param kind what was done to it
 * @param bytes what is sent
 * @param arriving what is left of it for the endpoint to judge
 * @param ends whether nothing is sent after it on its connection
 */
record FuzzedRequest(Kind kind, byte[] bytes, FuzzedWebhook arriving, boolean ends) {

	static final int MAX_BODY_SIZE = 4096;

	private static final String[] CONTENT_TYPES = { "application/json", "application/json;charset=UTF-8",
			"application/json; charset=windows-1251", "application/json;charset=nonsense", "text/plain", "*/*",
			"multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
			"application/x-www-form-urlencoded;charset=UTF-16", "application/xml", "", ";", "json",
			"application/octet-stream", "text/event-stream" };

	private static final String[] METHODS = { "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post",
			"Post", "PROPFIND", "X" };

	private static final String[] ENCODINGS = { "gzip", "br", "deflate", "identity, gzip", "GZIP", "x", "chunked" };

	private static final String[] PATHS = { "/webhook/kaspi/", "/webhook//kaspi", "//webhook/kaspi", "/webhook/./kaspi",
			"/webhook/x/../kaspi", "/webhook/kaspi;jsessionid=1", "/webhook;x/kaspi", "/webhook/kasp%69",
			"/webhook%2fkaspi", "/webhook/kaspi%00", "/webhook/kaspi%20", "/WEBHOOK/KASPI", "/webhook", "/",
			"/webhook/kaspi.json", "/webhook/kaspi/x", "/webhook\\kaspi", "/webhook/kaspi%zz", "*" };

	private static final String[] JUNK = { "X-Long: " + "y".repeat(7000), "X-Too-Long: " + "y".repeat(20_000),
			"X-Latin: \u00e9\u00ff", "Transfer-Encoding : chunked", "X Space: 1", ": nameless", "nothing", " folded: 1",
			"X-Nul: \u0000", "X-Control: \u0001\u007f", "Expect: 100-continue", "Expect: nonsense",
			"X-Forwarded-For: 1.2.3.4", "X-HTTP-Method-Override: GET", "Cookie: JSESSIONID=\u0001; a=b",
			"Authorization: Basic eDp5", "Authorization: nonsense", "Range: bytes=0-1", "If-Match: *", "Host: other",
			"Upgrade: h2c", "Connection: Upgrade", "Accept: nonsense/;;", "Accept-Language: ;;q=x",
			"Origin: https://evil.example", "Content-Length: 0", "Content-Length: -1", "Content-Length: 1e2",
			"Content-Length: 99999999999999999999" };

	/**
	 * Makes the next request of a run.
	 */
	static FuzzedRequest next(WebhookFuzzer fuzzer) {
		FuzzedWebhook webhook = fuzzer.oneIn(8) ? fuzzer.ofSize(MAX_BODY_SIZE - 40 + fuzzer.below(80)) : fuzzer.next();
		List<String> headers = new ArrayList<>();
		List<String> arrived = new ArrayList<>();
		for (String signature : webhook.signatures()) {
			String sent = signature.replaceAll("[\u0000-\u001f\u007f]", "?");
			headers.add((fuzzer.oneIn(4) ? "x-kaspi-signature: " : "X-Kaspi-Signature: ") + sent);
			arrived.add(sent.strip());
		}
		FuzzedWebhook arriving = new FuzzedWebhook(webhook.body(), arrived);
		headers.add("Host: localhost");
		if (fuzzer.oneIn(3)) {
			headers.add("Content-Type: " + fuzzer.oneOf(CONTENT_TYPES));
		}
		if (fuzzer.oneIn(20)) {
			headers.add("Content-Encoding: identity");
		}
		return switch (fuzzer.below(30)) {
			case 0 -> whole(Kind.METHOD, fuzzer.oneOf(METHODS) + " /webhook/kaspi", ofAnybody(headers), arriving);
			case 1 -> whole(Kind.PATH, "POST " + fuzzer.oneOf(PATHS), ofAnybody(headers), arriving);
			case 2 -> {
				headers.add("Content-Encoding: " + fuzzer.oneOf(ENCODINGS));
				yield whole(Kind.ENCODING, "POST /webhook/kaspi", headers, arriving);
			}
			case 3, 4 -> {
				ofAnybody(headers).add(fuzzer.oneOf(JUNK));
				Collections.rotate(headers, fuzzer.below(headers.size()));
				yield ended(Kind.JUNK, "POST /webhook/kaspi", headers, arriving.body().length, arriving);
			}
			case 5 -> {
				ofAnybody(headers).addAll(Collections.nCopies(150, "X-Many: 1"));
				yield ended(Kind.JUNK, "POST /webhook/kaspi", headers, arriving.body().length, arriving);
			}
			case 6 -> ended(Kind.BROKEN_OFF, "POST /webhook/kaspi", headers,
					arriving.body().length + 1 + fuzzer.below(50), arriving);
			case 7 -> {
				int length = fuzzer.below(arriving.body().length + 1);
				yield ended(Kind.PLAIN, "POST /webhook/kaspi", headers, length,
						new FuzzedWebhook(Arrays.copyOf(arriving.body(), length), arrived), arriving.body());
			}
			case 8 -> chunked(Kind.JUNK, fuzzer, ofAnybody(headers), arriving, "Content-Length: 7");
			case 9, 10, 11, 12, 13 -> chunked(Kind.PLAIN, fuzzer, headers, arriving);
			case 14 -> broken(fuzzer, headers, arriving);
			case 15 -> whole(Kind.PLAIN,
					"POST /webhook/kaspi?"
							+ fuzzer.oneOf(new String[] { "", "a=b", "%zz", "_csrf=1", "orderId=1&status=PAID", "=" }),
					headers, arriving);
			default -> whole(Kind.PLAIN, "POST /webhook/kaspi", headers, arriving);
		};
	}

	/**
	 * Takes out the content type, for requests that Spring Security or MVC may answer: of
	 * a form or a multipart that is none they make an ERROR.
	 */
	private static List<String> ofAnybody(List<String> headers) {
		headers.removeIf((header) -> header.startsWith("Content-Type:"));
		return headers;
	}

	private static FuzzedRequest whole(Kind kind, String start, List<String> headers, FuzzedWebhook webhook) {
		headers.add("Content-Length: " + webhook.body().length);
		return new FuzzedRequest(kind, join(head(start, headers), webhook.body()), webhook, false);
	}

	private static FuzzedRequest ended(Kind kind, String start, List<String> headers, int length,
			FuzzedWebhook webhook) {
		return ended(kind, start, headers, length, webhook, webhook.body());
	}

	private static FuzzedRequest ended(Kind kind, String start, List<String> headers, int length, FuzzedWebhook webhook,
			byte[] body) {
		headers.add("Content-Length: " + length);
		headers.add("Connection: close");
		return new FuzzedRequest(kind, join(head(start, headers), body), webhook, true);
	}

	private static FuzzedRequest chunked(Kind kind, WebhookFuzzer fuzzer, List<String> headers, FuzzedWebhook webhook,
			String... more) {
		headers.add("Transfer-Encoding: chunked");
		headers.addAll(List.of(more));
		boolean ends = kind != Kind.PLAIN;
		if (ends) {
			headers.add("Connection: close");
		}
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		sent.writeBytes(head("POST /webhook/kaspi", headers));
		int at = 0;
		while (at < webhook.body().length) {
			int size = Math.min(1 + fuzzer.below(1000), webhook.body().length - at);
			String extension = fuzzer.oneIn(20) ? ";x=y" : "";
			sent.writeBytes(ascii(Integer.toHexString(size) + extension + "\r\n"));
			sent.write(webhook.body(), at, size);
			sent.writeBytes(ascii("\r\n"));
			at += size;
		}
		sent.writeBytes(ascii("0\r\n" + (fuzzer.oneIn(20) ? "X-Trailer: 1\r\n" : "") + "\r\n"));
		return new FuzzedRequest(kind, sent.toByteArray(), webhook, ends);
	}

	/**
	 * Chunks that are none.
	 */
	private static FuzzedRequest broken(WebhookFuzzer fuzzer, List<String> headers, FuzzedWebhook webhook) {
		headers.add("Transfer-Encoding: chunked");
		headers.add("Connection: close");
		String size = fuzzer.oneOf(new String[] { "zz", "-1", "fffffffff", "7fffffff", "", " ", "0x5",
				Integer.toHexString(webhook.body().length + 9) });
		byte[] bytes = join(head("POST /webhook/kaspi", headers), join(ascii(size + "\r\n"), webhook.body()));
		return new FuzzedRequest(Kind.BROKEN_OFF, bytes, webhook, true);
	}

	private static byte[] head(String start, List<String> headers) {
		String head = start + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
		return head.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] join(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	boolean isHead() {
		return new String(this.bytes, 0, 5, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT).equals("HEAD ");
	}

	@Override
	public String toString() {
		return this.kind + ", sent (base64) " + Base64.getEncoder().encodeToString(this.bytes);
	}

	/**
	 * What was done to it.
	 */
	enum Kind {

		/**
		 * Nothing that counts: the webhook in it is judged as always.
		 */
		PLAIN,

		/**
		 * Another method: recorded never.
		 */
		METHOD,

		/**
		 * Another path, which may be the webhook's in other words.
		 */
		PATH,

		/**
		 * A content encoding: recorded never.
		 */
		ENCODING,

		/**
		 * Headers that a server may refuse.
		 */
		JUNK,

		/**
		 * A body that does not come to its end: recorded never.
		 */
		BROKEN_OFF

	}

}
