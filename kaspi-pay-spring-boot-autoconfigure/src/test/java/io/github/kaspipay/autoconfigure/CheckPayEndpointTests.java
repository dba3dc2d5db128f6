package io.github.kaspipay.autoconfigure;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.github.kaspipay.autoconfigure.CheckPayEndpoint.CheckPayReply;
import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.checkpay.CheckPaySource;
import io.github.kaspipay.checkpay.KaspiAccount;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.PaymentBook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kaspi is answered in time, whatever hangs.
 */
@Timeout(20)
class CheckPayEndpointTests {

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
				assertThat(text(endpoint.answer(PAY))).contains("\"txn_id\":\"17\"", "\"result\":5");
			}
		}
	}

	@Test
	void withoutAProcessorItIsUnavailable() {
		try (CheckPayEndpoint endpoint = new CheckPayEndpoint(new CheckPaySource(List.of(), List.of()), () -> {
			throw new IllegalStateException("no bean");
		}, System::nanoTime, Duration.ofMillis(100))) {
			assertThat(endpoint.answer(PAY).status()).isEqualTo(503);
		}
	}

	@Test
	void afterItsEndItAsksForAnotherTry() {
		CheckPayEndpoint endpoint = endpoint(
				new KaspiCheckPayProcessor(new NoPayments(), null, CheckPayFormat.JSON, null, Clock.systemUTC()));
		assertThat(text(endpoint.answer(PAY))).contains("\"result\":1");
		endpoint.close();
		assertThat(text(endpoint.answer(PAY))).contains("\"result\":5");
	}

	private static CheckPayEndpoint endpoint(KaspiCheckPayProcessor processor) {
		return new CheckPayEndpoint(new CheckPaySource(List.of(), List.of()), () -> processor, System::nanoTime,
				Duration.ofMillis(100));
	}

	private static String text(CheckPayReply reply) {
		assertThat(reply.status()).isEqualTo(200);
		return new String(reply.content(), StandardCharsets.UTF_8);
	}

	private static final class NoPayments implements PaymentBook {

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
