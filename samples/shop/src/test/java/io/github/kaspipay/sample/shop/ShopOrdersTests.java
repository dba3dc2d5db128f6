/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.sample.shop.ShopOrder.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ShopOrders}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShopOrdersTests {

	private static final BigDecimal AMOUNT = new BigDecimal("25000");

	private final List<Object> published = new ArrayList<>();

	private final ShopOrders orders = new ShopOrders(this.published::add);

	private final ShopOrder order = this.orders.open(AMOUNT);

	private final int number = this.order.number();

	private final String reference = this.order.reference();

	@BeforeEach
	void getCode() {
		this.orders.payable(this.number, payment("ORD-1"));
		this.published.clear();
	}

	@Test
	void paymentMarksTheOrderAndSaysSo(CapturedOutput output) {
		this.orders.onPaid(paid("e1", this.reference));
		assertThat(status()).isEqualTo(Status.PAID);
		assertThat(this.published).containsExactly(new CheckoutStatusController.Changed(this.order.token()));
		assertThat(output).contains("Order " + this.reference + " is paid: 25000 ₸");
	}

	@Test
	void sameEventAgainDoesNothing(CapturedOutput output) {
		this.orders.onPaid(paid("e1", this.reference));
		this.orders.onRefunded(refunded("e2", "25000"));
		this.orders.onPaid(paid("e1", this.reference));
		this.orders.onRefunded(refunded("e2", "25000"));
		assertThat(status()).isEqualTo(Status.REFUNDED);
		assertThat(this.published).hasSize(2);
		assertThat(output.toString().split("is paid", -1)).hasSize(2);
	}

	@Test
	void latePaymentWinsOverCancellation() {
		this.orders.onCancelled(cancelled("e1", "ORD-1"));
		assertThat(status()).isEqualTo(Status.CANCELLED);
		this.orders.onPaid(paid("e2", this.reference));
		assertThat(status()).isEqualTo(Status.PAID);
	}

	@Test
	void expiryDoesNotUndoPayment() {
		this.orders.onPaid(paid("e1", this.reference));
		this.orders.onExpired(new KaspiOrderExpiredEvent("e2", "ORD-1", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.WEBHOOK, metadata(this.number)));
		assertThat(status()).isEqualTo(Status.PAID);
	}

	@Test
	void refundsAddUpWhicheverWayTheyAreHeardOf() {
		this.orders.onPaid(paid("e1", this.reference));
		this.orders.refunded(this.number, "ORD-1", new BigDecimal("10000"));
		this.orders.onRefunded(refunded("e2", "4000"));
		ShopOrder order = this.orders.get(this.number);
		assertThat(order.status()).isEqualTo(Status.PARTLY_REFUNDED);
		assertThat(order.refundedAmount()).isEqualByComparingTo("10000");
		this.orders.refunded(this.number, "ORD-1", new BigDecimal("25000.00"));
		assertThat(status()).isEqualTo(Status.REFUNDED);
	}

	@Test
	void disputeCallsForAttention() {
		this.orders.onDisputed(new KaspiOrderDisputedEvent("e1", "ORD-1", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.WEBHOOK, KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH, KaspiOrderStatus.PAID,
				BigDecimal.ONE, metadata(this.number)));
		assertThat(status()).isEqualTo(Status.PROBLEM);
		this.orders.settled(this.number);
		assertThat(status()).isEqualTo(Status.WAITING);
	}

	@Test
	void eventOfAnotherShopsOrderIsLeftAlone() {
		assertThatCode(() -> {
			this.orders.onPaid(paid("e1", null));
			this.orders.onPaid(paid("e1", "another"));
		}).doesNotThrowAnyException();
		assertThat(this.published).isEmpty();
	}

	@Test
	void onlyOneOfThoseWhoAskGetsANewCode() {
		assertThat(this.orders.prepareAgain(this.number)).isFalse();
		this.orders.onCancelled(cancelled("e1", "ORD-1"));
		assertThat(this.orders.prepareAgain(this.number)).isTrue();
		assertThat(this.orders.prepareAgain(this.number)).isFalse();
		this.orders.payable(this.number, payment("ORD-2"));
		assertThat(status()).isEqualTo(Status.WAITING);
	}

	@Test
	void endOfAnOldCodeLeavesTheNewOneAlone() {
		this.orders.onCancelled(cancelled("e1", "ORD-1"));
		this.orders.prepareAgain(this.number);
		this.orders.payable(this.number, payment("ORD-2"));
		this.orders.onCancelled(cancelled("e2", "ORD-1"));
		assertThat(status()).isEqualTo(Status.WAITING);
		this.orders.onCancelled(cancelled("e3", "ORD-2"));
		assertThat(status()).isEqualTo(Status.CANCELLED);
	}

	@Test
	void secondCodeThatIsPaidTooCallsForAttention() {
		this.orders.onCancelled(cancelled("e1", "ORD-1"));
		this.orders.prepareAgain(this.number);
		this.orders.payable(this.number, payment("ORD-2"));
		this.orders.onPaid(paid("e2", this.reference));
		assertThat(status()).isEqualTo(Status.PAID);
		this.orders.onPaid(new KaspiOrderPaidEvent("e3", "ORD-2", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.WEBHOOK, Instant.now(), false, metadata(this.number)));
		assertThat(status()).isEqualTo(Status.PROBLEM);
		assertThat(this.orders.get(this.number).paidOrderId()).isEqualTo("ORD-1");
	}

	@Test
	void refundOfTheSecondPaymentIsNotTheFirstOnes() {
		this.orders.onCancelled(cancelled("e1", "ORD-1"));
		this.orders.prepareAgain(this.number);
		this.orders.payable(this.number, payment("ORD-2"));
		this.orders.onPaid(paid("e2", this.reference));
		this.orders.onPaid(new KaspiOrderPaidEvent("e3", "ORD-2", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.WEBHOOK, Instant.now(), false, metadata(this.number)));
		this.orders.onRefunded(new KaspiOrderRefundedEvent("e4", "ORD-2", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.API, AMOUNT, null, null, AMOUNT, true, metadata(this.number)));
		ShopOrder order = this.orders.get(this.number);
		assertThat(order.status()).isEqualTo(Status.PROBLEM);
		assertThat(order.refundedAmount()).isZero();
		assertThat(order.events()).hasSize(4);
	}

	@Test
	void paymentMayBeHeardOfBeforeTheCreationIsAnswered() {
		ShopOrder order = this.orders.open(AMOUNT);
		this.orders.onPaid(new KaspiOrderPaidEvent("e1", "ORD-1", order.reference(), AMOUNT, Instant.now(),
				KaspiEventSource.WEBHOOK, Instant.now(), false, metadata(order.number())));
		this.orders.payable(order.number(), payment("ORD-1"));
		assertThat(this.orders.get(order.number()).status()).isEqualTo(Status.PAID);
	}

	@Test
	void tokenOpensItsOwnOrderOnly() {
		assertThat(this.orders.find(this.order.token()).number()).isEqualTo(this.number);
		ShopOrder other = this.orders.open(AMOUNT);
		assertThat(other.token().substring(4)).isNotEqualTo(this.order.token().substring(4)).hasSize(25);
		for (String guess : List.of("", "-", "" + this.number, this.number + "-", other.number() + "-x",
				other.number() + this.order.token().substring(4), "x" + this.order.token())) {
			assertThatExceptionOfType(ResponseStatusException.class).as(guess)
				.isThrownBy(() -> this.orders.find(guess))
				.satisfies((ex) -> assertThat(ex.getStatusCode().value()).isEqualTo(404));
		}
	}

	private static KaspiOrder payment(String orderId) {
		return new KaspiOrder(orderId, null, KaspiOrderStatus.INIT, AMOUNT, BigDecimal.ZERO, "0003" + orderId, null,
				Instant.now(), Instant.now().plusSeconds(900), null);
	}

	private KaspiOrderCancelledEvent cancelled(String eventId, String orderId) {
		return new KaspiOrderCancelledEvent(eventId, orderId, this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.POLL, metadata(this.number));
	}

	private Status status() {
		return this.orders.get(this.number).status();
	}

	private KaspiOrderPaidEvent paid(String eventId, @Nullable String reference) {
		return new KaspiOrderPaidEvent(eventId, "ORD-1", reference, AMOUNT, Instant.now(), KaspiEventSource.WEBHOOK,
				Instant.now(), false, metadata(this.number));
	}

	private KaspiOrderRefundedEvent refunded(String eventId, String total) {
		BigDecimal refunded = new BigDecimal(total);
		return new KaspiOrderRefundedEvent(eventId, "ORD-1", this.reference, refunded, Instant.now(),
				KaspiEventSource.API, AMOUNT, null, null, refunded, refunded.compareTo(AMOUNT) == 0,
				metadata(this.number));
	}

	private static Map<String, String> metadata(int number) {
		return Map.of(ShopOrders.NUMBER, "" + number);
	}

}
