/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.github.kaspipay.KaspiPayFixture.json;
import static io.github.kaspipay.KaspiPayFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Kaspi Pay answers, and the ledger cannot be written.
 */
class DatabaseAwayTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	private final LedgerKaspiOrderService service = new LedgerKaspiOrderService(this.kaspi.ledger, this.kaspi.store,
			QueryLeases.LOCAL, new FailingAfterwards(), this.kaspi.clock);

	@Test
	void createdOrderIsReturnedWithItsQrCodeAndRecordedLater() {
		this.kaspi.answerCreated("ORD-1");
		KaspiOrder created = this.service
			.create(KaspiOrderRequest.builder().amount(25000).reference("cart-1").metadata("a", "b").build());
		assertThat(created.orderId()).isEqualTo("ORD-1");
		assertThat(created.reference()).isEqualTo("cart-1");
		assertThat(created.qrData()).isEqualTo("0003");
		assertThat(created.metadata()).containsEntry("a", "b");
		this.kaspi.ledger.recordUnrecorded();
		this.kaspi.failingStore.fail(false);
		assertThat(this.kaspi.service.findByOrderId("ORD-1")).isEmpty();
		this.kaspi.ledger.recordUnrecorded();
		assertThat(this.kaspi.service.findByOrderId("ORD-1")).get()
			.satisfies((order) -> assertThat(order.qrData()).isEqualTo("0003"));
		assertThat(this.kaspi.store.findByOrderId("ORD-1").nextPollAt()).as("is polled").isNotNull();
	}

	@Test
	void acceptedRefundIsReturnedAndBookedLater() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerRefund("ORD-1", json(200, "{\"refundId\":\"R-1\"}"));
		KaspiRefund refund = this.service.refund("ORD-1", KaspiRefundRequest.full("why").key("return-1"));
		assertThat(refund.refundId()).isEqualTo("R-1");
		assertThat(refund.refundedTotal()).isEqualTo("25000");
		assertThat(refund.status()).isEqualTo(KaspiOrderStatus.REFUNDED);
		this.kaspi.failingStore.fail(false);
		this.kaspi.ledger.recordUnrecorded();
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().refundedAmount()).isEqualTo("25000");
		assertThat(this.kaspi.events).hasSize(1);
	}

	@Test
	void whatKaspiPayRefusedIsToldAsItWas() {
		this.kaspi.answerCreate(json(422, "{}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.service.create(order("cart-1", "25000")));
	}

	/**
	 * The database is away when Kaspi Pay has answered.
	 */
	private final class FailingAfterwards implements KaspiPayGateway {

		private final KaspiPayGateway gateway = DatabaseAwayTests.this.kaspi.gateway;

		@Override
		public CreateAnswer create(KaspiOrderRequest request) {
			try {
				return this.gateway.create(request);
			}
			finally {
				DatabaseAwayTests.this.kaspi.failingStore.fail(true);
			}
		}

		@Override
		public KaspiOrder status(String orderId) {
			return this.gateway.status(orderId);
		}

		@Override
		public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
			RefundAnswer answer = this.gateway.refund(orderId, request);
			DatabaseAwayTests.this.kaspi.failingStore.fail(true);
			return answer;
		}

		@Override
		public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
			return this.gateway.pollingSchedule(order);
		}

	}

}
