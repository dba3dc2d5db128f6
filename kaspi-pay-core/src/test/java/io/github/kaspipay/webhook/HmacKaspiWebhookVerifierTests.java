/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HmacKaspiWebhookVerifierTests {

	private static final Set<SignedContent> BOTH = EnumSet.allOf(SignedContent.class);

	private static final Set<SignedContent> RAW = Set.of(SignedContent.RAW_BODY);

	private static final Set<SignedContent> STRINGIFY = Set.of(SignedContent.JSON_STRINGIFY);

	private static final String SECRET = "whsec_test";

	private static final byte[] BODY = "{ \"orderId\": \"ORD-1\", \"amount\": 5.00 }".getBytes(StandardCharsets.UTF_8);

	private static final String SIGNATURE = KaspiWebhookSignature.sign(BODY, SECRET);

	private final HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(SECRET, null, BOTH);

	static List<WebhookVector> vectors() {
		return WebhookVector.all();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void acceptsTheRawSignature(WebhookVector vector) {
		for (Set<SignedContent> forms : List.of(BOTH, RAW)) {
			HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(vector.secret(), null, forms);
			assertThat(verifier.verify(vector.body(), vector.rawSignature())).isTrue();
			assertThat(verifier.signedContent(vector.body(), vector.rawSignature())).isSameAs(vector.body());
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void acceptsTheStringifySignature(WebhookVector vector) {
		for (Set<SignedContent> forms : List.of(BOTH, STRINGIFY)) {
			HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(vector.secret(), null, forms);
			assertThat(verifier.verify(vector.body(), vector.jsonStringifySignature())).isTrue();
			assertThat(verifier.signedContent(vector.body(), vector.jsonStringifySignature()))
				.isEqualTo(vector.jsonStringify().getBytes(StandardCharsets.UTF_8));
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void refusesAFormThatIsSwitchedOff(WebhookVector vector) {
		boolean same = vector.isCompact();
		assertThat(new HmacKaspiWebhookVerifier(vector.secret(), null, RAW).verify(vector.body(),
				vector.jsonStringifySignature()))
			.isEqualTo(same);
		assertThat(new HmacKaspiWebhookVerifier(vector.secret(), null, STRINGIFY).verify(vector.body(),
				vector.rawSignature()))
			.isEqualTo(same);
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void acceptsThePreviousSecret(WebhookVector vector) {
		HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier("the-new-one", vector.secret(), BOTH);
		assertThat(verifier.verify(vector.body(), vector.rawSignature())).isTrue();
		assertThat(verifier.verify(vector.body(), vector.jsonStringifySignature())).isTrue();
		assertThat(verifier.verify(vector.body(), KaspiWebhookSignature.sign(vector.body(), "the-new-one"))).isTrue();
		assertThat(verifier.verify(vector.body(), KaspiWebhookSignature.sign(vector.body(), "another"))).isFalse();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void refusesATamperedBody(WebhookVector vector) {
		HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(vector.secret(), null, BOTH);
		for (int i = 0; i < vector.body().length; i += 1 + vector.body().length / 64) {
			byte[] tampered = vector.body().clone();
			tampered[i] ^= 0x01;
			assertThat(verifier.verify(tampered, vector.rawSignature())).as("byte %d", i).isFalse();
		}
		byte[] longer = (new String(vector.body(), StandardCharsets.UTF_8) + "x").getBytes(StandardCharsets.UTF_8);
		assertThat(verifier.verify(longer, vector.jsonStringifySignature())).isFalse();
		assertThat(verifier.verify(new byte[0], vector.rawSignature())).isFalse();
	}

	@Test
	void refusesASignatureWithAnyDigitChanged() {
		for (int i = 0; i < SIGNATURE.length(); i++) {
			char[] changed = SIGNATURE.toCharArray();
			changed[i] = (changed[i] == '0') ? '1' : '0';
			assertThat(this.verifier.verify(BODY, new String(changed))).as("digit %d", i).isFalse();
		}
	}

	@ParameterizedTest
	@NullAndEmptySource
	@MethodSource
	void refusesAMalformedSignature(String signature) {
		assertThat(this.verifier.verify(BODY, signature)).isFalse();
		assertThat(this.verifier.signedContent(BODY, signature)).isNull();
	}

	static List<String> refusesAMalformedSignature() {
		return List.of(SIGNATURE.toUpperCase(Locale.ROOT), " " + SIGNATURE, SIGNATURE + " ", SIGNATURE + "\n",
				SIGNATURE.substring(1), SIGNATURE + "0", SIGNATURE + SIGNATURE, SIGNATURE + "," + SIGNATURE,
				"sha256=" + SIGNATURE, "\"" + SIGNATURE + "\"", "x".repeat(64), "\u0660".repeat(64),
				"\uff11".repeat(64), "\u20b8".repeat(64), "\u0000".repeat(64), SIGNATURE.substring(0, 63) + "g",
				"0".repeat(1_000_000));
	}

	@Test
	void doesNotTakeTheSignatureOfTheBodyForTheHeader() {
		byte[] body = ("{\"orderId\":\"ORD-1\",\"signature\":\"" + SIGNATURE + "\"}").getBytes(StandardCharsets.UTF_8);
		assertThat(this.verifier.verify(body, SIGNATURE)).isFalse();
	}

	@Test
	void acceptsTheRawSignatureOfWhatIsNotJson() {
		byte[] body = { (byte) 0xff, 0, '{' };
		assertThat(this.verifier.verify(body, KaspiWebhookSignature.sign(body, SECRET))).isTrue();
		assertThat(new HmacKaspiWebhookVerifier(SECRET, null, STRINGIFY).verify(body,
				KaspiWebhookSignature.sign(body, SECRET)))
			.isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"0\":", "1,", "9", "\"", "\\u", "\ud800" })
	void neverThrows(String unit) {
		byte[] body = unit.repeat(65_536 / unit.length()).getBytes(StandardCharsets.UTF_8);
		assertThat(this.verifier.verify(body, SIGNATURE)).isFalse();
	}

	@Test
	void neverThrowsOnRandomBytes() {
		Random random = new Random(7);
		for (int i = 0; i < 2_000; i++) {
			byte[] body = new byte[random.nextInt(64)];
			random.nextBytes(body);
			assertThat(this.verifier.verify(body, SIGNATURE)).isFalse();
		}
	}

	@Test
	void stripsSecrets() {
		HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(" \tnew\r\n", "\n" + SECRET + " ", BOTH);
		assertThat(verifier.verify(BODY, SIGNATURE)).isTrue();
		assertThat(verifier.verify(BODY, KaspiWebhookSignature.sign(BODY, "new"))).isTrue();
		assertThat(KaspiWebhookSignature.sign(BODY, " " + SECRET + "\n")).isEqualTo(SIGNATURE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\r\n\t", "\u2003" })
	void refusesABlankSecret(String blank) {
		assertThatIllegalArgumentException().isThrownBy(() -> new HmacKaspiWebhookVerifier(blank, null, BOTH));
		assertThatIllegalArgumentException().isThrownBy(() -> new HmacKaspiWebhookVerifier(SECRET, blank, BOTH));
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiWebhookSignature.sign(BODY, blank));
	}

	@Test
	void refusesToAcceptNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new HmacKaspiWebhookVerifier(SECRET, null, Set.of()))
			.withMessageContaining("signedContents");
	}

	@Test
	void keepsItsSecretsToItself() {
		assertThat(new HmacKaspiWebhookVerifier(SECRET, "former", BOTH)).asString()
			.contains("secrets=2", "RAW_BODY")
			.doesNotContain(SECRET)
			.doesNotContain("former");
		assertThat(WebhookSecret.of(SECRET)).asString().doesNotContain(SECRET);
	}

	@Test
	void doesNotFollowLaterChangesOfTheSet() {
		Set<SignedContent> forms = EnumSet.of(SignedContent.RAW_BODY);
		HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(SECRET, null, forms);
		forms.clear();
		assertThat(verifier.verify(BODY, SIGNATURE)).isTrue();
	}

	@Test
	void servesManyThreads() throws Exception {
		List<WebhookVector> vectors = vectors().stream().filter((vector) -> vector.secret().equals(SECRET)).toList();
		List<Callable<Boolean>> tasks = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			tasks.add(() -> vectors.stream()
				.allMatch((vector) -> this.verifier.verify(vector.body(), vector.rawSignature())
						&& this.verifier.verify(vector.body(), vector.jsonStringifySignature())
						&& !this.verifier.verify(vector.body(), "0".repeat(64))));
		}
		ExecutorService executor = Executors.newFixedThreadPool(32);
		try {
			for (Future<Boolean> result : executor.invokeAll(tasks)) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aVerifierOfOnesOwnReadsTheBodyByDefault() {
		KaspiWebhookVerifier own = (body, signature) -> "yes".equals(signature);
		assertThat(own.signedContent(BODY, "yes")).isSameAs(BODY);
		assertThat(own.signedContent(BODY, "no")).isNull();
	}

}
