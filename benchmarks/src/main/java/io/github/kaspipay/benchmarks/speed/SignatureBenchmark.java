/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.SignedContent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A signature over the bytes received, beside a {@link Mac} that one thread keeps.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureBenchmark {

	private static final String SECRET = "webhook-secret";

	private final HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(SECRET, null,
			EnumSet.allOf(SignedContent.class));

	private final Mac mac = mac();

	private byte[] body = {};

	private String signature = "";

	private byte[] expected = {};

	/**
	 * The length of the body in bytes.
	 */
	@Param({ "300", "4096" })
	public int length;

	private static Mac mac() {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Signs a body.
	 */
	@Setup
	public void sign() {
		this.body = "x".repeat(this.length).getBytes(StandardCharsets.UTF_8);
		this.signature = KaspiWebhookSignature.sign(this.body, SECRET);
		this.expected = HexFormat.of().parseHex(this.signature);
	}

	/**
	 * The starter's.
	 * @return whether the signature is right
	 */
	@Benchmark
	public boolean verifier() {
		return this.verifier.verify(this.body, this.signature);
	}

	/**
	 * The least there is to do.
	 * @return whether the signature is right
	 */
	@Benchmark
	public boolean floor() {
		return MessageDigest.isEqual(this.mac.doFinal(this.body), this.expected);
	}

}
