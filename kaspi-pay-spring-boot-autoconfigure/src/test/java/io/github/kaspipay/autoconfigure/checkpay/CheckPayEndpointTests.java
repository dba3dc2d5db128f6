/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.kaspipay.autoconfigure.checkpay.CheckPayEndpoint.CheckPayReply;
import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.checkpay.CheckPaySource;
import io.github.kaspipay.checkpay.KaspiAccount;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kaspi is answered in time, whatever hangs.
 */
@Timeout(20)
class CheckPayEndpointTests {

	private static final String CHECK = "command=check&txn_id=17&sum=1.00&account=";

	private static final String PAY = "command=pay&txn_id=17&account=a&sum=1.00";

	@Test
	void whatHangsIsAnErrorInTime() {
		CountDownLatch never = new CountDownLatch(1);
		KaspiCheckPayProcessor processor = new KaspiCheckPayProcessor(new NoPayments(), (account) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return Optional.of(KaspiAccount.due(BigDecimal.ONE));
		}, CheckPayFormat.JSON, null, Clock.systemUTC());
		try (CheckPayEndpoint endpoint = endpoint(processor)) {
			for (int i = 0; i < 40; i++) {
				assertThat(text(endpoint.answer(PAY).join())).contains("\"txn_id\":\"17\"", "\"result\":5");
			}
		}
	}

	@Test
	void withoutAProcessorItAsksForAnotherTry() {
		try (CheckPayEndpoint endpoint = endpoint(() -> {
			throw new IllegalStateException("no bean");
		})) {
			assertThat(text(endpoint.answer(PAY).join())).contains("\"txn_id\":\"17\"", "\"result\":5");
		}
	}

	@Test
	void aProcessorThatIsNotMadeInTimeIsAnErrorInTime() {
		CountDownLatch never = new CountDownLatch(1);
		try (CheckPayEndpoint endpoint = endpoint(() -> {
			awaitUninterruptibly(never);
			throw new IllegalStateException();
		})) {
			assertThat(text(endpoint.answer(PAY).join())).contains("\"result\":5");
			never.countDown();
		}
	}

	/**
	 * Interrupting does not help against everything.
	 */
	@Test
	void lookUpsThatNoInterruptEndsLeaveOrdersAloneAndAreRecoveredFrom() {
		CountDownLatch released = new CountDownLatch(1);
		KaspiCheckPayProcessor processor = new KaspiCheckPayProcessor(new NoPayments() {

			@Override
			public @Nullable KaspiOrder findByAccount(String account) {
				return account.equals("order") ? new KaspiOrder("id", account, KaspiOrderStatus.INIT, BigDecimal.ONE,
						BigDecimal.ZERO, null, null, null, null, null) : null;
			}

		}, (account) -> {
			awaitUninterruptibly(released);
			return Optional.of(KaspiAccount.due(BigDecimal.ONE));
		}, CheckPayFormat.JSON, null, Clock.systemUTC());
		try (CheckPayEndpoint endpoint = endpoint(() -> processor)) {
			List<CompletableFuture<CheckPayReply>> hanging = IntStream.range(0, 700)
				.mapToObj((i) -> endpoint.answer(CHECK + "contract-" + i))
				.toList();
			assertThat(hanging).allSatisfy((reply) -> assertThat(text(reply.join())).contains("\"result\":5"));
			await().untilAsserted(
					() -> assertThat(text(endpoint.answer(CHECK + "order").join())).contains("\"result\":0"));
			released.countDown();
			await().untilAsserted(
					() -> assertThat(text(endpoint.answer(CHECK + "contract-1").join())).contains("\"result\":0"));
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean released = false;
		while (!released) {
			try {
				latch.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// not ended by it
			}
		}
	}

	@Test
	void afterItsEndItAsksForAnotherTry() {
		CheckPayEndpoint endpoint = endpoint(
				new KaspiCheckPayProcessor(new NoPayments(), null, CheckPayFormat.JSON, null, Clock.systemUTC()));
		assertThat(text(endpoint.answer(PAY).join())).contains("\"result\":1");
		endpoint.close();
		assertThat(text(endpoint.answer(PAY).join())).contains("\"result\":5");
	}

	private static CheckPayEndpoint endpoint(KaspiCheckPayProcessor processor) {
		return endpoint(() -> processor);
	}

	private static CheckPayEndpoint endpoint(Supplier<KaspiCheckPayProcessor> processor) {
		return new CheckPayEndpoint(new CheckPaySource(List.of(), List.of()), CheckPayFormat.JSON, processor,
				() -> KaspiPayInstrumentation.NONE, System::nanoTime, Duration.ofMillis(100));
	}

	private static String text(CheckPayReply reply) {
		assertThat(reply.status()).isEqualTo(200);
		return new String(reply.content(), StandardCharsets.UTF_8);
	}

	private static class NoPayments implements PaymentBook {

		@Override
		public @Nullable KaspiOrder findByAccount(String account) {
			return null;
		}

		@Override
		public @Nullable RecordedPayment find(String transactionId) {
			return null;
		}

		@Override
		public RecordedPayment book(ReceivedPayment payment, KaspiOrder order,
				Function<@Nullable String, String> answer) {
			throw new IllegalStateException();
		}

		@Override
		public RecordedPayment refuse(ReceivedPayment payment, String answer) {
			return new RecordedPayment(payment.transactionId(), payment.account(), null, payment.amount(),
					java.time.Instant.EPOCH, answer);
		}

	}

}
