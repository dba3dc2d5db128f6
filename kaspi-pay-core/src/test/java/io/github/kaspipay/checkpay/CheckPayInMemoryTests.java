/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.github.kaspipay.NoDispatch;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.LedgerPaymentBook;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A ledger in memory that is full: what a customer can pay is not forgotten.
 */
class CheckPayInMemoryTests {

	private final MutableClock clock = new MutableClock("2026-03-01T10:00:00Z");

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	private final InMemoryLedgerStore store = new InMemoryLedgerStore(3, this.clock, this.outbox, "", () -> true);

	private final KaspiOrderLedger ledger = new KaspiOrderLedger(this.store, this.clock, new NoDispatch());

	private final LedgerKaspiOrderService orders = new LedgerKaspiOrderService(this.ledger, this.store,
			QueryLeases.LOCAL, new CheckPayKaspiPayGateway(null, Duration.ofHours(24), this.clock), this.clock);

	private final KaspiCheckPayProcessor processor = new KaspiCheckPayProcessor(
			new LedgerPaymentBook(this.ledger, this.store, this.clock), (account) -> account.startsWith("contract")
					? Optional.of(KaspiAccount.due(new BigDecimal("200"))) : Optional.empty(),
			CheckPayFormat.JSON, null, this.clock);

	@Test
	void anOrderThatCanBePaidIsNotForgottenForAnother() {
		for (int i = 1; i <= 3; i++) {
			create("cart-" + i);
		}
		assertThatIllegalStateException().isThrownBy(() -> create("cart-4"))
			.withMessageContainingAll("full of 3 orders", "kaspi.pay.ledger.max-orders");
		assertThat(pay("1", "cart-1")).contains("\"result\":0");
		assertThat(pay("4", "cart-4")).contains("\"result\":1");
	}

	@Test
	void aPaymentWithoutRoomIsToBeToldOfAgain() {
		KaspiOrder first = create("cart-1");
		create("cart-2");
		create("cart-3");
		assertThat(pay("9", "contract-7")).contains("\"result\":5");
		assertThat(pay("9", "contract-7")).contains("\"result\":5");
		assertThat(pay("1", "cart-1")).contains("\"result\":0");
		deliver(first);
		assertThat(pay("9", "contract-7")).contains("\"result\":0");
	}

	@Test
	void anOrderWhoseTimeIsOverMakesRoomThoughNobodyPolls() {
		for (int i = 1; i <= 3; i++) {
			create("cart-" + i);
		}
		this.clock.advance(Duration.ofHours(24));
		create("cart-4");
		assertThat(this.orders.findByReference("cart-1")).isEmpty();
		assertThat(this.orders.findByReference("cart-2")).isPresent();
	}

	@Test
	void refusedPaymentsPushOutNoAcceptedOne() {
		KaspiOrder order = create("cart-1");
		String answer = pay("1", "cart-1");
		assertThat(answer).contains("\"result\":0", order.orderId());
		for (int i = 2; i <= 9; i++) {
			assertThat(pay(Integer.toString(i), "nobody")).contains("\"result\":1");
		}
		assertThat(pay("1", "cart-1")).isEqualTo(answer);
	}

	private KaspiOrder create(String reference) {
		return this.orders.create(KaspiOrderRequest.builder().reference(reference).amount(200).build());
	}

	private String pay(String transactionId, String account) {
		return Objects.requireNonNull(this.processor.process(
				"command=pay&txn_id=" + transactionId + "&account=" + account + "&sum=200.00&txn_date=20260301150000"));
	}

	private void deliver(KaspiOrder order) {
		this.outbox.claimDue(9, List.of(), new RedeliveryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(1)))
			.forEach((leased) -> this.outbox.deliver(leased, (event, causes) -> {
			}));
		assertThat(this.outbox.hasUndelivered("", order.orderId())).isFalse();
	}

}
