/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.math.BigDecimal;
import java.time.Instant;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.fuzz.SignatureOracle.Verdict;
import io.github.kaspipay.autoconfigure.fuzz.WebhookFuzzer.FuzzedWebhook;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Webhooks that went wrong, without HTTP: what is not rightly signed is refused and
 * leaves nothing behind, what is rightly signed is recorded or refused as unreadable. A
 * run is repeated with {@code -Dkaspi.fuzz.seed}.
 */
class WebhookFuzzTests {

	/**
	 * What became of it, and of its order.
	 */
	private static final int MAX_LINES_PER_SIGNED = 2;

	@Test
	void noneIsAcceptedWrongly() {
		run(20_000);
	}

	@Test
	@Tag("long")
	void noneOfManyIsAcceptedWrongly() {
		run(400_000);
	}

	private static void run(int webhooks) {
		long seed = FuzzTally.seed();
		Runners.web()
			.withPropertyValues("kaspi.pay.webhook.previous-secret=" + KaspiApiStub.PREVIOUS_WEBHOOK_SECRET,
					"kaspi.pay.polling.enabled=false", "kaspi.pay.ledger.max-orders=500")
			.run((context) -> {
				try (CountedLog log = new CountedLog()) {
					KaspiOrderLedger ledger = context.getBean(KaspiOrderLedger.class);
					adoptKnownOrders(ledger);
					run(context.getBean(KaspiWebhookProcessor.class), ledger, log, seed, webhooks);
				}
			});
	}

	static void adoptKnownOrders(KaspiOrderLedger ledger) {
		for (int i = 0; i < WebhookFuzzer.KNOWN_ORDERS; i++) {
			String id = WebhookFuzzer.knownOrder(i);
			ledger.adopt(new KaspiOrder(id, id, KaspiOrderStatus.INIT, new BigDecimal("25000"), BigDecimal.ZERO, null,
					null, Instant.now(), null, null));
		}
	}

	private static void run(KaspiWebhookProcessor processor, KaspiOrderLedger ledger, CountedLog log, long seed,
			int webhooks) {
		WebhookFuzzer fuzzer = new WebhookFuzzer(seed, KaspiApiStub.WEBHOOK_SECRET,
				KaspiApiStub.PREVIOUS_WEBHOOK_SECRET);
		SignatureOracle oracle = new SignatureOracle(KaspiApiStub.WEBHOOK_SECRET, KaspiApiStub.PREVIOUS_WEBHOOK_SECRET);
		FuzzTally tally = new FuzzTally();
		for (int i = 0; i < webhooks; i++) {
			if (i == webhooks / 4) {
				tally.start();
			}
			FuzzedWebhook webhook = fuzzer.next();
			Verdict verdict = oracle.judge(webhook.body(), webhook.signatures());
			LedgerEntry before = find(ledger, verdict);
			int status = processor.process(webhook.body(), webhook.signatures()).getStatus();
			int number = i;
			assertThat(verdict.statuses()).as(() -> "seed " + seed + ", webhook " + number + ": " + webhook)
				.contains(status);
			if (status != 200) {
				assertThat(find(ledger, verdict)).as("seed %d, webhook %d", seed, i).isEqualTo(before);
			}
			else if (verdict.orderId() != null) {
				assertThat(find(ledger, verdict)).as("seed %d, webhook %d", seed, i).isNotNull();
			}
			tally.count(verdict, status);
		}
		System.out.println(tally.summary("in process", seed));
		assertThat(tally.count(200)).isGreaterThan(webhooks / 10);
		assertThat(tally.count(400)).isGreaterThan(webhooks / 100);
		assertThat(tally.count(401)).isGreaterThan(webhooks / 10);
		assertThat(log.errors()).isEmpty();
		assertThat(log.lines()).isLessThanOrEqualTo(MAX_LINES_PER_SIGNED * tally.signed());
		tally.assertNothingGrew();
	}

	private static @Nullable LedgerEntry find(KaspiOrderLedger ledger, Verdict verdict) {
		return (verdict.orderId() != null) ? ledger.findByOrderId(verdict.orderId()) : null;
	}

}
