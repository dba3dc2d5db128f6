/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.NoDispatch;
import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.checkpay.CheckPayKaspiPayGateway;
import io.github.kaspipay.checkpay.KaspiAccount;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.checkpay.PaymentLink;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiDisputes;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.LedgerPaymentBook;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.polling.KaspiOrderPoller;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What Kaspi tells of by itself is booked once, with its answer, wherever the ledger is
 * kept.
 */
interface PaymentContract extends StoresContract {

	Duration PAYABLE_FOR = Duration.ofHours(24);

	default CheckPay checkPay() {
		return new CheckPay(stores(), this);
	}

	@Test
	default void orderIsCreatedWithoutACallAndPaidOnce() {
		CheckPay shop = checkPay();
		KaspiOrder created = shop.create("cart-1", 200);
		assertThat(created.paymentUrl()).isEqualTo(URI.create("https://kaspi.kz/pay/Rugs?service_id=7&8=cart-1"));
		assertThat(created.qrData()).isEqualTo(String.valueOf(created.paymentUrl()));
		assertThat(created.expiresAt()).isEqualTo(clock().instant().plus(PAYABLE_FOR));
		assertThat(shop.create("cart-1", 200)).isEqualTo(created);
		assertThat(shop.answer("command=check&txn_id=1&account=cart-1&sum=1.00")).contains("\"result\":0",
				"\"sum\":\"200.00\"");
		String answer = shop.pay("1", "cart-1", "200.00");
		assertThat(answer).contains("\"result\":0", created.orderId());
		clock().advance(Duration.ofDays(3));
		assertThat(shop.pay("1", "cart-1", "200.00")).isEqualTo(answer);
		assertThat(shop.pay("1", "cart-1", "1.00")).isEqualTo(answer);
		assertThat(shop.pay("2", "cart-1", "200.00")).contains("\"result\":3");
		assertThat(shop.pay("2", "cart-1", "200.00")).contains("\"result\":3");
		assertThat(shop.answer("command=check&txn_id=1&account=cart-1&sum=1.00")).contains("\"result\":3");
		assertThat(events()).singleElement().isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (paid) -> {
			assertThat(paid.reference()).isEqualTo("cart-1");
			assertThat(paid.account()).isEqualTo("cart-1");
			assertThat(paid.transactionId()).isEqualTo("1");
			assertThat(paid.source()).isEqualTo(KaspiEventSource.PAY_REQUEST);
			assertThat(paid.paidAt()).isEqualTo("2026-03-01T10:00:00Z");
			assertThat(paid.late()).isFalse();
		});
		assertThat(shop.orders.get(created.orderId()).paidAt()).isEqualTo("2026-03-01T10:00:00Z");
	}

	@Test
	default void otherAmountIsDisputedAndEachPaymentOfItsOwn() {
		CheckPay shop = checkPay();
		shop.create("cart-1", 200);
		assertThat(shop.pay("1", "cart-1", "50.00")).contains("\"result\":0", "\"sum\":\"50.00\"");
		assertThat(shop.answer("command=check&txn_id=9&account=cart-1&sum=1.00")).contains("\"result\":4");
		assertThat(shop.pay("2", "cart-1", "50.00")).contains("\"result\":0");
		assertThat(shop.pay("2", "cart-1", "50.00")).contains("\"result\":0");
		assertThat(events()).hasSize(2)
			.allSatisfy((event) -> assertThat(event).isInstanceOfSatisfying(KaspiOrderDisputedEvent.class,
					(disputed) -> assertThat(disputed.claimedAmount()).isEqualTo("50")));
		assertThat(shop.pay("3", "cart-1", "200.00")).contains("\"result\":0");
		assertThat(events()).last().isInstanceOf(KaspiOrderPaidEvent.class);
		assertThat(shop.orders.findByReference("cart-1")).get()
			.satisfies((order) -> assertThat(order.disputed()).as("the first two are money too").isTrue());
	}

	@Test
	default void expiresAndIsPaidLateIfItIsPaidAfterAll() {
		CheckPay shop = checkPay();
		KaspiOrder first = shop.create("cart-1", 200);
		clock().advance(PAYABLE_FOR.minusSeconds(1));
		shop.poller.poll();
		assertThat(shop.orders.get(first.orderId()).status()).isEqualTo(KaspiOrderStatus.INIT);
		clock().advance(Duration.ofSeconds(1));
		assertThat(shop.answer("command=check&txn_id=1&account=cart-1&sum=1.00")).contains("\"result\":2");
		shop.poller.poll();
		assertThat(shop.orders.get(first.orderId()).status()).isEqualTo(KaspiOrderStatus.EXPIRED);
		assertThat(stores().polls().hasDue()).isFalse();
		assertThat(shop.pay("1", "cart-1", "200.00")).contains("\"result\":0");
		assertThat(events()).hasSize(2)
			.satisfiesExactly((expired) -> assertThat(expired).isInstanceOf(KaspiOrderExpiredEvent.class),
					(paid) -> assertThat(((KaspiOrderPaidEvent) paid).late()).isTrue());
	}

	@Test
	default void accountIsThatOfTheLatestAttempt() {
		CheckPay shop = checkPay();
		shop.create("cart-1", 200);
		clock().advance(PAYABLE_FOR);
		KaspiOrder second = shop.create("cart-1", 300);
		assertThat(second.paymentUrl()).hasToString("https://kaspi.kz/pay/Rugs?service_id=7&8=cart-1");
		assertThat(shop.answer("command=check&txn_id=1&account=cart-1&sum=1.00")).contains("\"sum\":\"300.00\"");
		assertThat(shop.pay("1", "cart-1", "300.00")).contains("\"result\":0", second.orderId());
		shop.poller.poll();
		assertThat(shop.pay("2", "cart-1", "300.00")).contains("\"result\":3");
		assertThat(shop.orders.get(second.orderId()).reference()).isEqualTo("cart-1");
	}

	@Test
	default void disputedOrderDoesNotExpireBeforeItIsSettled() {
		CheckPay shop = checkPay();
		KaspiOrder order = shop.create("cart-1", 200);
		shop.pay("1", "cart-1", "50.00");
		clock().advance(PAYABLE_FOR);
		shop.poller.poll();
		assertThat(shop.orders.get(order.orderId()).isOpen()).isTrue();
		assertThat(stores().polls().hasDue()).isFalse();
	}

	@Test
	default void accountOfTheApplicationHasAnOrderForEachPayment() {
		CheckPay shop = checkPay();
		assertThat(shop.pay("1", "contract-7", "5000.00")).contains("\"result\":0");
		assertThat(shop.pay("2", "contract-7", "1.00")).contains("\"result\":0");
		assertThat(shop.pay("3", "any", "10.50")).contains("\"result\":0");
		assertThat(shop.pay("3", "any", "10.50")).contains("\"result\":0");
		List<KaspiOrderEvent> events = events();
		assertThat(events).hasSize(3).allSatisfy((event) -> assertThat(event.reference()).isNull());
		assertThat(events.get(0)).isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (paid) -> {
			assertThat(paid.account()).isEqualTo("contract-7");
			assertThat(paid.transactionId()).isEqualTo("1");
			assertThat(paid.metadata()).isEqualTo(Map.of("contract", "7"));
			assertThat(shop.orders.get(paid.orderId()).status()).isEqualTo(KaspiOrderStatus.PAID);
		});
		assertThat(events.get(1)).isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (disputed) -> {
			assertThat(disputed.amount()).isEqualTo("5000");
			assertThat(disputed.claimedAmount()).isEqualTo("1");
			assertThat(disputed.account()).isEqualTo("contract-7");
		});
		assertThat(events.get(2).amount()).isEqualTo("10.5");
	}

	@Test
	default void acceptedPaymentSaysWhatWasPaid() {
		CheckPay shop = checkPay();
		shop.pay("1", "contract-7", "1.00");
		shop.pay("2", "contract-7", "2.00");
		shop.create("cart-1", 200);
		shop.pay("3", "cart-1", "3.00");
		shop.pay("4", "cart-1", "4.00");
		List<String> disputed = events().stream().map(KaspiOrderEvent::orderId).distinct().toList();
		assertThat(disputed).hasSize(3);
		disputed.forEach(shop.disputes::accept);
		assertThat(events()).asInstanceOf(InstanceOfAssertFactories.list(KaspiOrderPaidEvent.class))
			.extracting(KaspiOrderPaidEvent::account, KaspiOrderPaidEvent::transactionId)
			.containsExactly(tuple("contract-7", "1"), tuple("contract-7", "2"), tuple("cart-1", "4"));
	}

	@Test
	default void acceptedPaymentBesideAnotherLeavesWhatWasPaid() {
		CheckPay shop = checkPay();
		KaspiOrder order = shop.create("cart-1", 200);
		shop.pay("1", "cart-1", "50.00");
		shop.pay("2", "cart-1", "200.00");
		events();
		KaspiOrder accepted = shop.disputes.accept(order.orderId());
		assertThat(accepted.disputed()).isFalse();
		assertThat(accepted.amount()).isEqualByComparingTo("200");
		assertThat(accepted.status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(events()).isEmpty();
	}

	@Test
	default void listsTheBanksDay() {
		CheckPay shop = checkPay();
		shop.create("cart-1", 200);
		shop.create("cart-2", 200);
		shop.pay("1", "cart-1", "200.00", "20260301000000");
		shop.pay("2", "cart-1", "200.00", "20260301120000");
		shop.pay("3", "cart-2", "50.00", "20260301235959");
		shop.pay("4", "none", "50.00", "20260301235959");
		shop.pay("5", "cart-2", "200.00", "20260302000000");
		assertThat(stores().orders().payments(LocalDate.of(2026, 3, 1))).extracting(KaspiPayment::transactionId)
			.containsExactly("1", "3");
		assertThat(stores().orders().payments(LocalDate.of(2026, 3, 2))).singleElement().satisfies((payment) -> {
			assertThat(payment.account()).isEqualTo("cart-2");
			assertThat(payment.amount()).isEqualByComparingTo("200");
			assertThat(payment.paidAt()).isEqualTo("2026-03-01T19:00:00Z");
		});
	}

	@Test
	default void samePaymentAtOnceIsBookedOnce() throws Exception {
		CheckPay shop = checkPay();
		shop.create("cart-1", 200);
		List<String> answers = atOnce(IntStream.range(0, 30)
			.<Callable<String>>mapToObj((number) -> () -> shop.pay("1", "cart-1", "200.00"))
			.toList());
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).contains("\"result\":0"));
		assertThat(answers.stream().distinct()).hasSize(1);
		assertThat(events()).hasSize(1);
	}

	@Test
	default void paymentsAtOnceOfOneOrderPayItOnce() throws Exception {
		CheckPay shop = checkPay();
		shop.create("cart-1", 200);
		clock().advance(PAYABLE_FOR);
		shop.create("cart-1", 200);
		List<String> answers = atOnce(IntStream.range(0, 20)
			.<Callable<String>>mapToObj((number) -> () -> shop.pay("1" + number, "cart-1", "200.00"))
			.toList());
		assertThat(answers.stream().filter((answer) -> answer.contains("\"result\":0"))).hasSize(1);
		assertThat(answers.stream().filter((answer) -> answer.contains("\"result\":3"))).hasSize(19);
		assertThat(events()).hasSize(1);
	}

	@Test
	default void merchantsHaveTheirOwnPayments() {
		CheckPay shop = checkPay();
		CheckPay other = new CheckPay(stores().forMerchant("shop"), this);
		shop.create("cart-1", 200);
		other.create("cart-1", 200);
		assertThat(shop.pay("1", "cart-1", "200.00")).contains("\"result\":0");
		assertThat(stores().forMerchant("shop").ledger().findPayment("1")).isNull();
		assertThat(other.pay("1", "cart-1", "200.00")).contains("\"result\":0");
		assertThat(events()).extracting(KaspiOrderEvent::merchant).containsExactly("", "shop");
	}

	@Test
	default void hasNoRefundsAndNobodyToAsk() {
		CheckPay shop = checkPay();
		KaspiOrder order = shop.create("cart-1", 200);
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> shop.orders.refund(order.orderId(), KaspiRefundRequest.full("return")))
			.withMessageStartingWith("check/pay has no refunds; ");
		assertThatExceptionOfType(KaspiOrderNotFoundException.class).isThrownBy(() -> shop.orders.get("unknown"))
			.withMessageContaining("'unknown'");
	}

	/**
	 * Returns the events that were not delivered before.
	 */
	default List<KaspiOrderEvent> events() {
		return deliveries().all();
	}

	private static List<String> atOnce(List<Callable<String>> calls) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(calls.size());
		try {
			List<String> answers = new ArrayList<>();
			for (Future<String> answer : threads.invokeAll(calls)) {
				answers.add(answer.get());
			}
			return answers;
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * A merchant who speaks check/pay, and Kaspi who calls.
	 */
	final class CheckPay {

		final LedgerKaspiOrderService orders;

		final KaspiOrderPoller poller;

		final LedgerKaspiDisputes disputes;

		private final KaspiCheckPayProcessor processor;

		CheckPay(Stores stores, StoresContract test) {
			KaspiOrderLedger ledger = new KaspiOrderLedger(stores.ledger(), test.clock(), new NoDispatch());
			this.disputes = new LedgerKaspiDisputes(ledger);
			CheckPayKaspiPayGateway gateway = new CheckPayKaspiPayGateway(
					new PaymentLink(PaymentLink.KASPI, "Rugs", "7", "8"), PAYABLE_FOR, test.clock());
			this.orders = new LedgerKaspiOrderService(ledger, stores.polls(), stores.leases(), gateway, test.clock());
			this.poller = new KaspiOrderPoller(ledger, stores.polls(), gateway, test.clock());
			this.processor = new KaspiCheckPayProcessor(new LedgerPaymentBook(ledger, stores.ledger(), test.clock()),
					CheckPay::account, CheckPayFormat.JSON, null, test.clock());
		}

		private static Optional<KaspiAccount> account(String account) {
			return switch (account) {
				case "contract-7" ->
					Optional.of(KaspiAccount.due(new BigDecimal("5000")).withMetadata("contract", "7"));
				case "any" -> Optional.of(KaspiAccount.anyAmount());
				default -> Optional.empty();
			};
		}

		KaspiOrder create(String reference, long amount) {
			return this.orders.create(KaspiOrderRequest.builder().reference(reference).amount(amount).build());
		}

		String pay(String transactionId, String account, String sum) {
			return pay(transactionId, account, sum, "20260301150000");
		}

		String pay(String transactionId, String account, String sum, String date) {
			return answer("command=pay&txn_id=" + transactionId + "&txn_date=" + date + "&account=" + account + "&sum="
					+ sum);
		}

		String answer(String query) {
			return Objects.requireNonNull(this.processor.process(query));
		}

	}

}
