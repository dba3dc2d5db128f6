/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.github.kaspipay.benchmarks.figures.Cost;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.SignedContent;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * A signature over the bytes received, beside a {@link Mac} that one thread keeps, and
 * beside what Stripe's library does for its own webhooks, in turns.
 */
public final class SignatureApplication {

	private static final String SECRET = "webhook-secret";

	private static final int WARM_UP = 40;

	private SignatureApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 200 if left out
	 */
	public static void main(String[] args) {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 200;
		System.out.println(compare(300, 20_000, turns));
		System.out.println(compare(4096, 5_000, turns));
	}

	private static String compare(int length, int times, int turns) {
		String text = "x".repeat(length);
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		List<List<Cost>> costs = Cost.inTurns(List.of(verifier(body), floor(body), stripe(text)), times, WARM_UP,
				turns);
		List<Cost> ours = costs.get(0);
		return String.format(Locale.ROOT,
				"%d B: %.0f ns, %s times a Mac's; allocated %.0f B beside %.0f B; Stripe's takes %s times as long, %.0f B",
				length, 1e9 * median(ours, Cost::seconds), ratio(ours, costs.get(1), Cost::seconds),
				median(ours, Cost::bytes), median(costs.get(1), Cost::bytes), ratio(costs.get(2), ours, Cost::seconds),
				median(costs.get(2), Cost::bytes));
	}

	private static IntToLongFunction verifier(byte[] body) {
		HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(SECRET, null,
				EnumSet.allOf(SignedContent.class));
		String signature = KaspiWebhookSignature.sign(body, SECRET);
		return (times) -> {
			long right = 0;
			for (int i = 0; i < times; i++) {
				right += verifier.verify(body, signature) ? 1 : 0;
			}
			return all(right, times);
		};
	}

	private static IntToLongFunction floor(byte[] body) {
		Mac mac = mac();
		byte[] expected = HexFormat.of().parseHex(KaspiWebhookSignature.sign(body, SECRET));
		return (times) -> {
			long right = 0;
			for (int i = 0; i < times; i++) {
				right += MessageDigest.isEqual(mac.doFinal(body), expected) ? 1 : 0;
			}
			return all(right, times);
		};
	}

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

	private static IntToLongFunction stripe(String body) {
		String header = header(body);
		return (times) -> {
			long right = 0;
			for (int i = 0; i < times; i++) {
				right += verify(body, header) ? 1 : 0;
			}
			return all(right, times);
		};
	}

	private static String header(String body) {
		try {
			long time = Webhook.Util.getTimeNow();
			return "t=" + time + ",v1=" + Webhook.Util.computeHmacSha256(SECRET, time + "." + body);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean verify(String body, String header) {
		try {
			return Webhook.Signature.verifyHeader(body, header, SECRET, 300);
		}
		catch (SignatureVerificationException ex) {
			return false;
		}
	}

	private static long all(long right, int times) {
		if (right != times) {
			throw new IllegalStateException("A signature was refused");
		}
		return right;
	}

}
