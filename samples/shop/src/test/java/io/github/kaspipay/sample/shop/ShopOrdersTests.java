package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.sample.shop.ShopOrder.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link ShopOrders}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShopOrdersTests {

	private static final BigDecimal AMOUNT = new BigDecimal("25000");

	private final List<Object> published = new ArrayList<>();

	private final ShopOrders orders = new ShopOrders(this.published::add);

	private final String reference = this.orders.open(AMOUNT).reference();

	@Test
	void paymentMarksTheOrderAndSaysSo(CapturedOutput output) {
		this.orders.onPaid(paid("e1", this.reference));
		assertThat(status()).isEqualTo(Status.PAID);
		assertThat(this.published).containsExactly(new ShopOrders.Changed(this.reference));
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
		this.orders.onCancelled(new KaspiOrderCancelledEvent("e1", "ORD-1", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.POLL));
		assertThat(status()).isEqualTo(Status.CANCELLED);
		this.orders.onPaid(paid("e2", this.reference));
		assertThat(status()).isEqualTo(Status.PAID);
	}

	@Test
	void expiryDoesNotUndoPayment() {
		this.orders.onPaid(paid("e1", this.reference));
		this.orders.onExpired(new KaspiOrderExpiredEvent("e2", "ORD-1", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.WEBHOOK));
		assertThat(status()).isEqualTo(Status.PAID);
	}

	@Test
	void refundsAddUpWhicheverWayTheyAreHeardOf() {
		this.orders.onPaid(paid("e1", this.reference));
		this.orders.refunded(this.reference, new BigDecimal("10000"));
		this.orders.onRefunded(refunded("e2", "4000"));
		ShopOrder order = this.orders.get(this.reference);
		assertThat(order.status()).isEqualTo(Status.PARTLY_REFUNDED);
		assertThat(order.refundedAmount()).isEqualByComparingTo("10000");
		assertThat(order.refundableAmount()).isEqualByComparingTo("15000");
		this.orders.refunded(this.reference, new BigDecimal("25000.00"));
		assertThat(status()).isEqualTo(Status.REFUNDED);
	}

	@Test
	void disputeCallsForAttention() {
		this.orders.onDisputed(new KaspiOrderDisputedEvent("e1", "ORD-1", this.reference, new BigDecimal("1"),
				Instant.now(), KaspiEventSource.WEBHOOK, KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH));
		assertThat(status()).isEqualTo(Status.PROBLEM);
	}

	@Test
	void eventOfAnotherShopsOrderIsLeftAlone() {
		assertThatCode(() -> {
			this.orders.onPaid(paid("e1", null));
			this.orders.onPaid(paid("e1", "another"));
		}).doesNotThrowAnyException();
		assertThat(this.published).isEmpty();
	}

	private Status status() {
		return this.orders.get(this.reference).status();
	}

	private static KaspiOrderPaidEvent paid(String eventId, @Nullable String reference) {
		return new KaspiOrderPaidEvent(eventId, "ORD-1", reference, AMOUNT, Instant.now(), KaspiEventSource.WEBHOOK,
				Instant.now(), false);
	}

	private KaspiOrderRefundedEvent refunded(String eventId, String total) {
		BigDecimal refunded = new BigDecimal(total);
		return new KaspiOrderRefundedEvent(eventId, "ORD-1", this.reference, AMOUNT, Instant.now(),
				KaspiEventSource.API, refunded, refunded.compareTo(AMOUNT) == 0);
	}

}
