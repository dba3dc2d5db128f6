/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.SignedContent;
import io.github.kaspipay.webhook.WebhookResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A notification of a payment: its signature over the bytes received, its signature over
 * the JSON.stringify form, and all that is done with one that is repeated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class WebhookBenchmark {

	private static final String SECRET = "webhook-secret";

	private static final String COMPACT = "{\"orderId\":\"ORD-2026-05-09-001\",\"status\":\"PAID\","
			+ "\"reference\":\"order_12345\",\"amount\":25000,\"signature\":\"hmac_sha256_signature\"}";

	private final byte[] compact = COMPACT.getBytes(StandardCharsets.UTF_8);

	private final byte[] spaced = COMPACT.replace(",", ", ").getBytes(StandardCharsets.UTF_8);

	private final String signature = KaspiWebhookSignature.sign(this.compact, SECRET);

	private final HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(SECRET, null,
			EnumSet.allOf(SignedContent.class));

	private final KaspiWebhookProcessor processor = new KaspiWebhookProcessor(this.verifier, ledger());

	/**
	 * Signed as received.
	 * @return whether the signature is right
	 */
	@Benchmark
	public boolean rawBody() {
		return require(this.verifier.verify(this.compact, this.signature));
	}

	/**
	 * Signed in the JSON.stringify form, and received with spaces in between.
	 * @return whether the signature is right
	 */
	@Benchmark
	public boolean jsonStringify() {
		return require(this.verifier.verify(this.spaced, this.signature));
	}

	/**
	 * Checked, read, and found to be known, with the ledger in memory.
	 * @return what it is answered
	 */
	@Benchmark
	public WebhookResult repeatedNotification() {
		WebhookResult result = this.processor.process(this.compact, List.of(this.signature));
		require(result.getStatus() == 200);
		return result;
	}

	private static boolean require(boolean right) {
		if (!right) {
			throw new IllegalStateException("The notification was refused");
		}
		return right;
	}

	private static KaspiOrderLedger ledger() {
		Clock clock = Clock.systemUTC();
		KaspiOrderLedger ledger = new KaspiOrderLedger(
				new InMemoryLedgerStore(1000, clock, new InMemoryEventOutbox(clock)), clock, new NoDelivery());
		KaspiOrder paid = new KaspiOrder("ORD-2026-05-09-001", "order_12345", KaspiOrderStatus.PAID,
				BigDecimal.valueOf(25000), BigDecimal.ZERO, null, null, null, null, null);
		ledger.observe(new Answered(paid, KaspiEventSource.API, null));
		return ledger;
	}

	private static final class NoDelivery implements EventDispatch {

		@Override
		public boolean accepts() {
			return false;
		}

		@Override
		public void dispatch(List<KaspiOrderEvent> events) {
		}

	}

}
