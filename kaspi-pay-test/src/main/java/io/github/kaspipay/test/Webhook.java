package io.github.kaspipay.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A notification of an order's status, on its way to the merchant.
 */
final class Webhook {

	private static final String ALGORITHM = "HmacSHA256";

	private final SimulatedOrder order;

	private final URI url;

	private final byte[] body;

	Webhook(SimulatedOrder order, URI url) {
		this.order = order;
		this.url = url;
		this.body = WireJson.write(content(order)).getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, Object> content(SimulatedOrder order) {
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("orderId", order.orderId());
		content.put("status", order.status());
		content.put("reference", order.reference());
		content.put("amount", order.amount());
		content.put("signature", "hmac_sha256_signature");
		return content;
	}

	SimulatedOrder order() {
		return this.order;
	}

	URI url() {
		return this.url;
	}

	byte[] body() {
		return this.body;
	}

	String sign(String secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(this.body));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has " + ALGORITHM, ex);
		}
	}

}
