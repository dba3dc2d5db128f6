/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.Observed;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What {@code kaspi.pay.webhook} says of each notification.
 */
class WebhookObservationTests {

	private static final String SECRET = "secret-in-use";

	private static final String PREVIOUS = "secret-before";

	private final Observed observed = new Observed("kaspi.pay.webhook");

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	private final KaspiWebhookProcessor processor = new KaspiWebhookProcessor(
			new HmacKaspiWebhookVerifier(SECRET, PREVIOUS, Set.of(SignedContent.values())), this.kaspi.ledger,
			KaspiPayInstrumentation.builder().registry(this.observed.registry).build());

	@Test
	void saysWhatBecameOfIt() {
		this.kaspi.haveCreated("ORD-1");
		receive(body("ORD-1", "PAID"), SECRET);
		receive(body("ORD-1", "PAID"), SECRET);
		receive(body("ORD-1", "CANCELLED"), SECRET);
		assertThat(said()).containsExactly("recorded PAID current ORD-1 default",
				"unchanged PAID current ORD-1 default", "to_confirm CANCELLED current ORD-1 default");
	}

	@Test
	void saysWhichSecretItWasSignedWith() {
		this.kaspi.haveCreated("ORD-1");
		receive(body("ORD-1", "PAID"), PREVIOUS);
		receive(body("ORD-1", "PAID").replace(":", " : "), PREVIOUS);
		assertThat(said()).containsExactly("recorded PAID previous ORD-1 default",
				"unchanged PAID previous ORD-1 default");
	}

	@Test
	void saysWhyItWasNotTaken() {
		receive(body("ORD-1", "PAID"), "another");
		receive("[]", SECRET);
		this.kaspi.failingStore.fail(true);
		receive(body("ORD-1", "PAID"), SECRET);
		assertThat(said()).containsExactly("bad_signature NONE none - default", "unreadable NONE current - default",
				"unavailable PAID current ORD-1 default");
		assertThat(this.observed.contexts).extracting((context) -> context.getError() != null)
			.containsExactly(false, false, true);
	}

	@Test
	void saysThatTheVerifierFailed() {
		IllegalStateException failure = new IllegalStateException("no keys");
		KaspiWebhookProcessor failing = new KaspiWebhookProcessor((body, signature) -> {
			throw failure;
		}, this.kaspi.ledger, KaspiPayInstrumentation.builder().registry(this.observed.registry).build());
		assertThatIllegalStateException().isThrownBy(() -> failing.process(new byte[0], List.of("signature")));
		assertThat(said()).containsExactly("unavailable NONE none - default");
		assertThat(this.observed.contexts).singleElement()
			.satisfies((context) -> assertThat(context.getError()).isSameAs(failure));
	}

	@Test
	void statusesThatNobodyKnowsAreOneValue() {
		receive(body("ORD-1", "CHARGEBACK-1"), SECRET);
		receive(body("ORD-1", "CHARGEBACK-2"), SECRET);
		assertThat(this.observed.said("order.status")).containsExactly("OTHER", "OTHER");
	}

	@Test
	void recordsInItsScope() {
		assertThat(this.observed.registry.getCurrentObservation()).isNull();
		Observation[] current = new Observation[1];
		KaspiWebhookProcessor looking = new KaspiWebhookProcessor((body, signature) -> {
			current[0] = this.observed.registry.getCurrentObservation();
			return false;
		}, this.kaspi.ledger, KaspiPayInstrumentation.builder().registry(this.observed.registry).build());
		looking.process(new byte[0], List.of("signature"));
		assertThat(current[0]).isNotNull();
		assertThat(this.observed.registry.getCurrentObservation()).isNull();
	}

	private List<String> said() {
		return this.observed.said("outcome", "order.status", "secret", "order.id", "merchant");
	}

	private void receive(String body, String secret) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		byte[] signed = body.replace(" : ", ":").getBytes(StandardCharsets.UTF_8);
		this.processor.process(bytes, List.of(KaspiWebhookSignature.sign(signed, secret)));
	}

	private static String body(String orderId, String status) {
		return "{\"orderId\":\"" + orderId + "\",\"status\":\"" + status + "\",\"reference\":\"order_" + orderId
				+ "\",\"amount\":25000}";
	}

}
