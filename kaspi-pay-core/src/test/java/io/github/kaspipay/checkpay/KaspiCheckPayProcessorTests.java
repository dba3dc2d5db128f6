/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KaspiCheckPayProcessorTests {

	private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

	private static final String CHECK = "command=check&txn_id=1&account=cart-1&sum=1.00";

	private static final String PAY = "command=pay&txn_id=1&txn_date=20260301150000&account=cart-1&sum=200.00";

	private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

	private final FakePayments payments = new FakePayments(this.clock);

	private @Nullable KaspiAccountResolver accounts;

	@Test
	void checkTellsTheAmountDueWhateverItsSum() {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer(CHECK)).contains("\"txn_id\":\"1\"", "\"result\":0", "\"sum\":\"200.00\"")
			.doesNotContain("prv_txn");
		assertThat(answer(CHECK.replace("1.00", "0"))).contains("\"result\":0");
		assertThat(this.payments.recorded).isEmpty();
	}

	@Test
	void payIsRecordedWithItsTimeAndAnsweredWithTheOrdersId() {
		order("cart-1", KaspiOrderStatus.INIT);
		String answer = answer(PAY);
		assertThat(answer).contains("\"result\":0", "\"sum\":\"200.00\"", "\"prv_txn_id\":\"id-cart-1\"");
		assertThat(this.payments.recorded.get("1").paidAt()).isEqualTo(NOW);
		assertThat(answer(PAY.replace("200.00", "300.00"))).isEqualTo(answer);
		assertThat(this.payments.recorded).hasSize(1);
	}

	@Test
	void withoutATimeItWasPaidNow() {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer("command=pay&txn_id=1&account=cart-1&sum=200")).contains("\"result\":0");
		assertThat(this.payments.recorded.get("1").paidAt()).isEqualTo(NOW);
	}

	@Test
	void aTransactionPaysNoOtherAccount() {
		order("cart-1", KaspiOrderStatus.INIT);
		order("cart-2", KaspiOrderStatus.INIT);
		answer(PAY);
		assertThat(answer(PAY.replace("cart-1", "cart-2"))).contains("\"result\":5");
		assertThat(this.payments.recorded.get("1").account()).isEqualTo("cart-1");
	}

	@ParameterizedTest
	@CsvSource({ "PAID, 3, 3", "REFUNDED, 3, 3", "EXPIRED, 2, 0", "CANCELLED, 2, 0" })
	void whatTheOrderIs(String status, int checked, int paid) {
		order("cart-1", new KaspiOrderStatus(status));
		assertThat(answer(CHECK)).contains("\"result\":" + checked + ",");
		assertThat(answer(PAY)).contains("\"result\":" + paid + ",");
	}

	@Test
	void anOrderWhoseTimeIsOverCannotBeCheckedButPaid() {
		order("cart-1", KaspiOrderStatus.INIT, "id-1", NOW, false);
		assertThat(answer(CHECK)).contains("\"result\":2");
		assertThat(answer(PAY)).contains("\"result\":0");
	}

	@Test
	void anOrderThatIsBeingCreatedOrDisputedIsInProgress() {
		order("cart-1", KaspiOrderStatus.UNKNOWN, "", null, false);
		assertThat(answer(CHECK)).contains("\"result\":4");
		assertThat(answer(PAY)).contains("\"result\":4");
		assertThat(this.payments.recorded).isEmpty();
		order("cart-1", KaspiOrderStatus.INIT, "id-1", null, true);
		assertThat(answer(CHECK)).contains("\"result\":4");
		assertThat(answer(PAY)).contains("\"result\":0");
	}

	@Test
	void anUnknownAccountIsRecordedOnlyWhenItWasPaid() {
		assertThat(answer(CHECK)).contains("\"result\":1");
		assertThat(this.payments.recorded).isEmpty();
		String answer = answer(PAY);
		assertThat(answer).contains("\"result\":1").doesNotContain("prv_txn");
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer(PAY)).isEqualTo(answer);
	}

	@Test
	void accountsOfTheApplication() {
		this.accounts = (account) -> switch (account) {
			case "due" -> Optional.of(KaspiAccount.due(new BigDecimal("5000"))
				.withField("Contract", "№ 7")
				.withBin("180240010203")
				.withMetadata("contract", "7"));
			case "any" -> Optional.of(KaspiAccount.anyAmount());
			case "closed" -> Optional.of(KaspiAccount.notPayable(KaspiAccount.State.CLOSED));
			case "paid" -> Optional.of(KaspiAccount.notPayable(KaspiAccount.State.PAID));
			case "busy" -> Optional.of(KaspiAccount.notPayable(KaspiAccount.State.IN_PROGRESS));
			case "broken" -> throw new IllegalStateException("broken");
			default -> Optional.empty();
		};
		assertThat(answer(CHECK.replace("cart-1", "due"))).contains("\"sum\":\"5000.00\"", "№ 7", "180240010203");
		assertThat(answer(CHECK.replace("cart-1", "any"))).contains("\"result\":0", "\"sum\":\"1.00\"");
		assertThat(answer(CHECK.replace("cart-1", "closed"))).contains("\"result\":2");
		assertThat(answer(CHECK.replace("cart-1", "paid"))).contains("\"result\":3");
		assertThat(answer(CHECK.replace("cart-1", "busy"))).contains("\"result\":4");
		assertThat(answer(CHECK.replace("cart-1", "broken"))).contains("\"result\":5");
		assertThat(answer(CHECK.replace("cart-1", "none"))).contains("\"result\":1");
		assertThat(answer(PAY.replace("cart-1", "busy"))).contains("\"result\":4");
		assertThat(answer(PAY.replace("cart-1", "broken"))).contains("\"result\":5");
		assertThat(this.payments.recorded).isEmpty();
		assertThat(answer(PAY.replace("cart-1", "due"))).contains("\"result\":0", "180240010203");
		assertThat(this.payments.recorded.get("1").orderId()).isNotEmpty();
	}

	@Test
	void accountsOfAMerchantAreThoseOfTheDefaultOneByDefault() {
		KaspiAccountResolver accounts = (account) -> Optional.of(KaspiAccount.anyAmount());
		assertThat(accounts.resolve("any", "")).isPresent();
		assertThat(accounts.resolve("any", "other")).isEmpty();
	}

	@Test
	void accountsOweAnAmountThatCanBePaid() {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiAccount.due(BigDecimal.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiAccount.due(new BigDecimal("0.001")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KaspiAccount.anyAmount().withMetadata("contract", "x".repeat(501)));
	}

	@Test
	void lookUpsThatHangHoldUpNoOrders() throws Exception {
		order("cart-1", KaspiOrderStatus.INIT);
		CountDownLatch running = new CountDownLatch(BoundedAccountResolver.MAX_LOOK_UPS);
		CountDownLatch released = new CountDownLatch(1);
		KaspiCheckPayProcessor processor = new KaspiCheckPayProcessor(this.payments, (account) -> {
			running.countDown();
			awaitQuietly(released);
			return Optional.of(KaspiAccount.anyAmount());
		}, CheckPayFormat.JSON, null, this.clock);
		List<FutureTask<String>> hanging = new ArrayList<>();
		for (int i = 0; i < BoundedAccountResolver.MAX_LOOK_UPS; i++) {
			FutureTask<String> check = new FutureTask<>(() -> processor.process(CHECK.replace("cart-1", "any")));
			new Thread(check).start();
			hanging.add(check);
		}
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(processor.process(CHECK.replace("cart-1", "any"))).contains("\"result\":5");
		assertThat(processor.process(CHECK)).contains("\"result\":0");
		released.countDown();
		for (FutureTask<String> check : hanging) {
			assertThat(check.get()).contains("\"result\":0");
		}
		assertThat(processor.process(CHECK.replace("cart-1", "any"))).contains("\"result\":0");
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void whatCouldNotBeAnsweredIsToBeTriedAgain() {
		assertThat(KaspiCheckPayProcessor.unavailable(CheckPayFormat.JSON, PAY)).contains("\"txn_id\":\"1\"",
				"\"result\":5");
		assertThat(KaspiCheckPayProcessor.unavailable(CheckPayFormat.JSON, "txn_id=x")).contains("\"txn_id\":\"\"",
				"\"result\":5");
	}

	@Test
	void queriesHaveUpTo8192Characters() {
		order("cart-1", KaspiOrderStatus.INIT);
		String query = CHECK + "&x=" + "x".repeat(8192 - CHECK.length() - 3);
		assertThat(answer(query)).contains("\"result\":0");
		assertThat(answer(query + "x")).contains("\"result\":5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&&&", "=", "command", "command=", "command=check", "command=CHECK&txn_id=1",
			"txn_id=1&account=cart-1&sum=1.00", "command=refund&txn_id=1&account=cart-1&sum=1.00",
			"command=check&account=cart-1&sum=1.00", "command=check&txn_id=&account=cart-1&sum=1.00",
			"command=check&txn_id=1234567890123456789&account=cart-1&sum=1.00",
			"command=check&txn_id=1x&account=cart-1&sum=1.00", "command=check&txn_id=-1&account=cart-1&sum=1.00",
			"command=check&txn_id=%D9%A1&account=cart-1&sum=1.00", "command=check&txn_id=1&account=cart-1",
			"command=check&txn_id=1&txn_id=1&account=cart-1&sum=1.00",
			"command=check&%74xn_id=1&txn_id=1&account=cart-1&sum=1.00",
			"command=check&txn_id=1%00&account=cart-1&sum=1.00", "command=check&txn_id=1%&account=cart-1&sum=1.00" })
	void whatIsMissingRepeatedOrMalformedIsAnError(String query) {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer(query)).contains("\"result\":5").doesNotContain("sum");
		assertThat(answer(query.replace("check", "pay"))).contains("\"result\":5");
		assertThat(this.payments.recorded).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "0.00", "-1", "-200.00", "%2B200.00", "200,00", "200.000", "200.", ".5", "2e2",
			"2E2", "1%20000.00", "+200.00", "200.00%20", "NaN", "Infinity", "0x10", "10000000000000.00",
			"%D9%A2%D9%A0%D9%A0", "%EF%BC%92", "200%C2%A0", "99999999999999999999", "200.00&sum=200.00", "%FF", "%2",
			"200.00%0A" })
	void noOtherAmountThanTengeAndTiyn(String sum) {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer(PAY.replace("200.00", sum))).contains("\"result\":5", "\"txn_id\":\"1\"");
		assertThat(this.payments.recorded).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "20260230150000", "20260301240000", "20260301", "2026-03-01T15:00", "202603011500001",
			"20261301150000", "+2026301150000", "%D9%A20260301150000", "20260301150000&txn_date=20260301150000" })
	void noOtherTimeThanOneThatIs(String date) {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer(PAY.replace("20260301150000", date))).contains("\"result\":5", "\"txn_id\":\"1\"");
		assertThat(this.payments.recorded).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%20", "cart+1", "cart%001", "cart%0A1", "%FF", "%C3", "%ED%A0%80", "%", "a%2", "%zz",
			"cart-1&account=cart-1", "%E2%80%8B" })
	void anAccountThatCannotBeReadIsNone(String account) {
		this.accounts = (any) -> Optional.of(KaspiAccount.anyAmount());
		assertThat(answer(PAY.replace("cart-1", account))).contains("\"result\":1", "\"txn_id\":\"1\"");
		assertThat(answer(CHECK.replace("cart-1", account))).contains("\"result\":1");
		assertThat(this.payments.recorded).isEmpty();
	}

	@Test
	void accountsHaveUpTo200Characters() {
		this.accounts = (any) -> Optional.of(KaspiAccount.anyAmount());
		assertThat(answer(CHECK.replace("cart-1", "x".repeat(200)))).contains("\"result\":0");
		assertThat(answer(CHECK.replace("cart-1", "%F0%9F%90%AA".repeat(200)))).contains("\"result\":0");
		assertThat(answer(CHECK.replace("cart-1", "x".repeat(201)))).contains("\"result\":1");
		assertThat(answer(CHECK.replace("cart-1", "x".repeat(9000)))).contains("\"result\":5");
	}

	@Test
	void whileTheDatabaseIsAwayKaspiIsToldToTryAgain() {
		order("cart-1", KaspiOrderStatus.INIT);
		this.payments.away = true;
		assertThat(answer(CHECK)).contains("\"result\":5", "\"txn_id\":\"1\"");
		assertThat(answer(PAY)).contains("\"result\":5", "\"txn_id\":\"1\"");
		this.payments.away = false;
		assertThat(answer(PAY)).contains("\"result\":0");
	}

	@Test
	void unknownParametersAreIgnoredWhateverTheyAre() {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer("x=%FF&x=%&%FF=1&=&service_id=7&iin=1&" + CHECK + "&&y")).contains("\"result\":0");
	}

	@Test
	void eighteenDigitsAndLeadingZerosAreKept() {
		order("cart-1", KaspiOrderStatus.INIT);
		assertThat(answer(CHECK.replace("txn_id=1", "txn_id=999999999999999999")))
			.contains("\"txn_id\":\"999999999999999999\"", "\"result\":0");
		assertThat(answer(CHECK.replace("txn_id=1", "txn_id=000000000000000001"))).contains("\"000000000000000001\"");
	}

	@Test
	void theSharedSecretIsAskedOfEachRequest() {
		order("cart-1", KaspiOrderStatus.INIT);
		KaspiCheckPayProcessor processor = new KaspiCheckPayProcessor(this.payments, null, CheckPayFormat.JSON, "ключ",
				this.clock);
		assertThat(processor.process(PAY)).isNull();
		assertThat(processor.process(PAY + "&data1=other")).isNull();
		assertThat(processor.process(PAY + "&data1=%D0%BA%D0%BB%D1%8E%D1%87&data1=other")).isNull();
		assertThat(processor.process("")).isNull();
		assertThat(this.payments.recorded).isEmpty();
		assertThat(processor.process(PAY + "&data1=%D0%BA%D0%BB%D1%8E%D1%87")).contains("\"result\":0");
	}

	private void order(String reference, KaspiOrderStatus status) {
		order(reference, status, "id-" + reference, NOW.plus(Duration.ofHours(1)), false);
	}

	private void order(String reference, KaspiOrderStatus status, String id, @Nullable Instant expiresAt,
			boolean disputed) {
		this.payments.orders.put(reference,
				new KaspiOrder(id, reference, status, new BigDecimal("200"), BigDecimal.ZERO, null, null, NOW,
						expiresAt, null, disputed, null, null, false, true, java.util.Map.of()));
	}

	private String answer(String query) {
		String answer = new KaspiCheckPayProcessor(this.payments, this.accounts, CheckPayFormat.JSON, null, this.clock)
			.process(query);
		assertThat(answer).isNotNull();
		return String.valueOf(answer);
	}

}
