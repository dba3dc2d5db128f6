/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A body with the signatures and the {@code JSON.stringify} text that Node.js made of it.
 */
public record WebhookVector(String name, String secret, byte[] body, String rawSignature, String jsonStringify,
		String jsonStringifySignature) {

	public static List<WebhookVector> all() {
		List<WebhookVector> vectors = new ArrayList<>();
		vectors.addAll(read("/webhook-vectors.json"));
		vectors.addAll(read("/webhook-vectors-more.json"));
		return vectors;
	}

	private static List<WebhookVector> read(String resource) {
		try (InputStream stream = WebhookVector.class.getResourceAsStream(resource)) {
			List<WebhookVector> vectors = new ArrayList<>();
			new ObjectMapper().readTree(stream).required("vectors").forEach((node) -> vectors.add(of(node)));
			return vectors;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static WebhookVector of(JsonNode node) {
		return new WebhookVector(text(node, "name"), text(node, "secret"),
				Base64.getDecoder().decode(text(node, "bodyBase64")), text(node, "rawSignature"),
				text(node, "jsonStringify"), text(node, "jsonStringifySignature"));
	}

	private static String text(JsonNode node, String name) {
		return node.required(name).textValue();
	}

	public boolean isCompact() {
		return this.rawSignature.equals(this.jsonStringifySignature);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
