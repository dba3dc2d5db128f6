/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers of a protocol that tells neither amounts nor refunds.
 */
class StatusAnswersTests {

	private static final Instant NOW = Instant.parse("2026-05-09T16:30:00Z");

	private final Gateway gateway = new Gateway();

	private final StatusAnswers answers = new StatusAnswers(this.gateway);

	@Test
	void amountIsTheLedgersWhereTheAnswerHasNone() {
		assertThat(this.answers.complete(answer("PAID", "0"), known("PAID", "0", null)).amount())
			.isEqualByComparingTo("25000");
		assertThat(this.answers.complete(answer("PAID", "24000"), known("PAID", "0", null)).amount())
			.isEqualByComparingTo("24000");
		this.gateway.abilities.add(KaspiPayGateway.Ability.AMOUNTS);
		assertThat(this.answers.complete(answer("PAID", "0"), known("PAID", "0", null)).amount()).isZero();
	}

	@Test
	void orderWhoseAmountNobodyKnowsIsNotTakenIn() {
		for (LedgerEntry known : new LedgerEntry[] { null, known("UNKNOWN", "0", null) }) {
			assertThatExceptionOfType(KaspiOrderNotFoundException.class)
				.isThrownBy(() -> this.answers.complete(answer("PAID", "0"), known))
				.withMessageContaining("test protocol does not tell its amount");
		}
		assertThat(this.answers.complete(answer("PAID", "24000"), null).amount()).isEqualByComparingTo("24000");
	}

	/**
	 * Of 25000 and a refund of 1000 that is in doubt.
	 */
	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			0, 24000, PARTIALLY_REFUNDED, 1000
			0, 25000, PAID, 0
			500, 23500, PARTIALLY_REFUNDED, 1500
			500, 24500, PARTIALLY_REFUNDED, 500
			24000, 0, REFUNDED, 25000
			""")
	void refundInDoubtIsSettledByWhatIsLeft(String booked, String left, String status, String refunded) {
		this.gateway.left = new BigDecimal(left);
		KaspiOrder completed = this.answers.complete(answer("PAID", "0"),
				known("PAID", booked, new BigDecimal("1000")));
		assertThat(completed.status().value()).isEqualTo(status);
		assertThat(completed.amount()).isEqualByComparingTo("25000");
		assertThat(completed.refundedAmount()).isEqualByComparingTo(refunded);
		assertThat(completed.refundedAmountKnown()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "23999", "0", "26000", "-1" })
	void whatSomethingElseExplainsProvesNothing(BigDecimal left) {
		this.gateway.left = left;
		KaspiOrder completed = this.answers.complete(answer("PAID", "0"), known("PAID", "0", new BigDecimal("1000")));
		assertThat(completed.refundedAmountKnown()).isFalse();
		assertThat(completed.refundedAmount()).isZero();
	}

	@Test
	void refundStaysInDoubtWhereNobodySaysWhatIsLeft() {
		LedgerEntry known = known("PAID", "0", new BigDecimal("1000"));
		assertThat(this.answers.complete(answer("PAID", "0"), known).refundedAmountKnown()).isFalse();
		this.gateway.failing = true;
		assertThat(this.answers.complete(answer("PAID", "0"), known).refundedAmountKnown()).isFalse();
		assertThat(this.gateway.asked).isEqualTo(2);
	}

	@Test
	void whatIsLeftIsAskedOnlyAboutARefundInDoubt() {
		LedgerEntry inDoubt = known("PAID", "0", new BigDecimal("1000"));
		this.answers.complete(answer("PAID", "0"), known("PAID", "0", null));
		this.answers.complete(answer("PAID", "0"), known("INIT", "0", new BigDecimal("1000")));
		this.answers.complete(answer("INIT", "0"), inDoubt);
		this.answers.complete(new KaspiOrder("1", null, KaspiOrderStatus.PAID, BigDecimal.TEN, BigDecimal.ONE, null,
				null, null, null, null), inDoubt);
		assertThat(this.gateway.asked).isZero();
	}

	private static KaspiOrder answer(String status, String amount) {
		return new KaspiOrder("1", null, new KaspiOrderStatus(status), new BigDecimal(amount), BigDecimal.ZERO, null,
				null, null, null, null, false, null, null, false, false, Map.of());
	}

	private static LedgerEntry known(String status, String booked, @Nullable BigDecimal pending) {
		KaspiOrder order = new KaspiOrder("1", "order_1", new KaspiOrderStatus(status), new BigDecimal("25000"),
				new BigDecimal(booked), null, null, null, null, null);
		return new LedgerEntry(order, "order_1", 1, false,
				(pending != null) ? List.of(RefundEntry.intended(pending, null, NOW)) : List.of(), null, null, false,
				NOW, null, false, 0);
	}

	private static final class Gateway implements KaspiPayGateway {

		private final Set<Ability> abilities = EnumSet.of(Ability.STATUS_QUERIES, Ability.REFUNDS);

		private @Nullable BigDecimal left;

		private boolean failing;

		private int asked;

		@Override
		public Capabilities capabilities() {
			return new Capabilities("test protocol", this.abilities, KaspiOrderStatus.EXPIRED);
		}

		@Override
		public @Nullable BigDecimal leftToRefund(String orderId) {
			this.asked++;
			if (this.failing) {
				throw new KaspiConnectionException("away", null);
			}
			return this.left;
		}

		@Override
		public CreateAnswer create(KaspiOrderRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public KaspiOrder status(String orderId) {
			throw new UnsupportedOperationException();
		}

		@Override
		public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
			return null;
		}

	}

}
