/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.digest.Sha256;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is answered to a notification, and what is recorded of it.
 */
class KaspiWebhookProcessorTests {

	private static final String SECRET = "whsec_test";

	private static final byte[] PAID = bytes("{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000}");

	private static final String SIGNATURE = KaspiWebhookSignature.sign(PAID, SECRET);

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	private final KaspiWebhookProcessor processor = new KaspiWebhookProcessor(
			new HmacKaspiWebhookVerifier(SECRET, null, Set.of(SignedContent.values())), this.kaspi.ledger);

	@Test
	void signedOnceItIsRecordedAndOkAgainWhenItIsRepeated() {
		this.kaspi.haveCreated("ORD-1");
		assertThat(this.processor.process(PAID, List.of(SIGNATURE)).getStatus()).isEqualTo(200);
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.processor.process(PAID, List.of(SIGNATURE)).getStatus()).isEqualTo(200);
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void withoutOneSignatureThatIsRightItIsUnauthorized() {
		this.kaspi.haveCreated("ORD-1");
		for (List<String> signatures : List.of(List.<String>of(), List.of("0".repeat(64)),
				List.of(SIGNATURE, SIGNATURE))) {
			assertThat(this.processor.process(PAID, signatures).getStatus()).isEqualTo(401);
		}
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.INIT);
	}

	@Test
	void whatIsSignedAndCannotBeReadIsABadRequest() {
		byte[] body = bytes("{\"orderId\":\"ORD-1\"}");
		assertThat(this.processor.process(body, List.of(KaspiWebhookSignature.sign(body, SECRET))).getStatus())
			.isEqualTo(400);
	}

	@Test
	void whatCannotBeRecordedIsAskedForAgain() {
		this.kaspi.failingStore.fail(true);
		assertThat(this.processor.process(PAID, List.of(SIGNATURE)).getStatus()).isEqualTo(503);
		this.kaspi.failingStore.fail(false);
		assertThat(this.processor.process(PAID, List.of(SIGNATURE)).getStatus()).isEqualTo(200);
	}

	@Test
	void journalIsGivenTheBodysDigest() {
		List<String> digests = new ArrayList<>();
		InMemoryLedgerStore store = new InMemoryLedgerStore(10, this.kaspi.clock, this.kaspi.outbox) {

			@Override
			public synchronized void record(WebhookReceipt receipt) {
				digests.add(receipt.bodyDigest().get());
				super.record(receipt);
			}

		};
		KaspiWebhookProcessor journaling = new KaspiWebhookProcessor((body, signature) -> true,
				new KaspiOrderLedger(store, this.kaspi.clock, this.kaspi.dispatcher));
		journaling.process(PAID, List.of(SIGNATURE));
		journaling.process(PAID, List.of(SIGNATURE));
		assertThat(digests).isNotEmpty().containsOnly(Sha256.hex(PAID));
	}

	@Test
	void aVerifierOfOnesOwnIsAsked() {
		this.kaspi.haveCreated("ORD-1");
		KaspiWebhookProcessor own = new KaspiWebhookProcessor((body, signature) -> "yes".equals(signature),
				this.kaspi.ledger);
		assertThat(own.process(PAID, List.of("no"))).isEqualTo(WebhookResult.UNAUTHORIZED);
		assertThat(own.process(PAID, List.of("yes"))).isEqualTo(WebhookResult.RECORDED);
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void whatWasSignedIsNotShown() {
		assertThat(new SignedWebhook(PAID, true)).hasToString("SignedWebhook[byPreviousSecret=true]");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
