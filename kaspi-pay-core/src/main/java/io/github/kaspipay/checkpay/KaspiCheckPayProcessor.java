/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

import io.github.kaspipay.checkpay.CheckPayRequest.Command;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook;
import io.github.kaspipay.order.PaymentBook.ReceivedPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Kaspi's requests from the ledger. Knows nothing of servlets, so that any server
 * can stand in front of it; that a request comes from Kaspi is for the caller to see to
 * before. Thread-safe. Internal: it may change in any release.
 */
public final class KaspiCheckPayProcessor {

	private static final Logger logger = LoggerFactory.getLogger(KaspiCheckPayProcessor.class);

	private static final int MAX_QUERY = 8192;

	private static final CheckPayRequestReader reader = new CheckPayRequestReader();

	private final PaymentBook payments;

	private final @Nullable BoundedAccountResolver accounts;

	private final CheckPayFormat format;

	private final @Nullable SharedSecret secret;

	private final Clock clock;

	/**
	 * Creates the processor.
	 * @param payments knows the orders and books what is paid
	 * @param accounts knows the accounts that are no orders, or {@code null} if there are
	 * none
	 * @param format how answers are written
	 * @param sharedSecret what Kaspi sends as {@code data1}, or {@code null} if nothing
	 * is agreed
	 * @param clock the clock
	 */
	public KaspiCheckPayProcessor(PaymentBook payments, @Nullable KaspiAccountResolver accounts, CheckPayFormat format,
			@Nullable String sharedSecret, Clock clock) {
		this.payments = payments;
		this.accounts = (accounts != null) ? new BoundedAccountResolver(accounts) : null;
		this.format = format;
		this.secret = (sharedSecret != null) ? new SharedSecret(sharedSecret) : null;
		this.clock = clock;
	}

	/**
	 * Answers a request. What it tells of is recorded before this returns; where it could
	 * not be, Kaspi is told to try again.
	 * @param query the request's query string as it was sent, still encoded; empty if
	 * there is none
	 * @return the answer's text, or {@code null} if the request does not have the shared
	 * secret
	 */
	public @Nullable String process(String query) {
		QueryParameters parameters = parameters(query);
		if (this.secret != null && !this.secret.matches(parameters.get("data1"))) {
			return null;
		}
		try {
			return answer(reader.read(parameters));
		}
		catch (UnreadableRequestException ex) {
			logger.warn("A request of {} characters was refused: {}", query.length(), ex.getMessage());
			return this.format.write(CheckPayAnswer.of(ex.transactionId(), ex.result()));
		}
	}

	/**
	 * Returns the answer to a request that could not be answered otherwise. Looks nothing
	 * up.
	 * @param format how the answer is written
	 * @param query the request's query string
	 * @return the text: an error, to be tried again
	 */
	public static String unavailable(CheckPayFormat format, String query) {
		String transactionId = reader.transactionId(parameters(query));
		return format.write(CheckPayAnswer.of((transactionId != null) ? transactionId : "", CheckPayResult.ERROR));
	}

	private static QueryParameters parameters(String query) {
		return new QueryParameters((query.length() <= MAX_QUERY) ? query : "");
	}

	private String answer(CheckPayRequest request) {
		try {
			return (request.command() == Command.CHECK) ? this.format.write(check(request)) : pay(request);
		}
		catch (Exception ex) {
			logger.error("Payment {}: {} could not be answered; Kaspi is told to try again", request.transactionId(),
					request.command(), ex);
			return this.format.write(CheckPayAnswer.of(request.transactionId(), CheckPayResult.ERROR));
		}
	}

	private CheckPayAnswer check(CheckPayRequest request) {
		KaspiOrder order = this.payments.findByAccount(request.account());
		if (order != null) {
			CheckPayResult result = state(order);
			return new CheckPayAnswer(request.transactionId(), result,
					(result == CheckPayResult.OK) ? order.amount() : null, null, Map.of(), null);
		}
		KaspiAccount account = resolve(request.account());
		CheckPayResult result = state(account);
		if (account == null || result != CheckPayResult.OK) {
			return CheckPayAnswer.of(request.transactionId(), result);
		}
		BigDecimal due = (account.amountDue() != null) ? account.amountDue() : request.sum();
		return new CheckPayAnswer(request.transactionId(), result, due, null, account.fields(), account.bin());
	}

	private String pay(CheckPayRequest request) {
		ReceivedPayment payment = new ReceivedPayment(request.transactionId(), request.account(), request.sum(),
				request.transactionDate());
		RecordedPayment recorded = this.payments.find(payment.transactionId());
		if (recorded == null) {
			recorded = record(payment);
		}
		if (recorded == null || !recorded.account().equals(payment.account())) {
			logger.warn("Payment {} was refused: {}", payment.transactionId(),
					(recorded != null) ? "it is another account's" : "another payment or creation is in progress");
			return this.format.write(CheckPayAnswer.of(payment.transactionId(),
					(recorded != null) ? CheckPayResult.ERROR : CheckPayResult.IN_PROGRESS));
		}
		return recorded.answer();
	}

	/**
	 * Records a payment, or that it was refused.
	 * @return what is recorded, or {@code null} if it is to be tried again later
	 */
	private @Nullable RecordedPayment record(ReceivedPayment payment) {
		KaspiOrder order = this.payments.findByAccount(payment.account());
		if (order != null) {
			return order.orderId().isEmpty() ? null : book(payment, order, null);
		}
		KaspiAccount account = resolve(payment.account());
		CheckPayResult result = state(account);
		if (account != null && result == CheckPayResult.OK) {
			return book(payment, newOrder(payment, account), account.bin());
		}
		return (result != CheckPayResult.IN_PROGRESS)
				? this.payments.refuse(payment, this.format.write(CheckPayAnswer.of(payment.transactionId(), result)))
				: null;
	}

	private RecordedPayment book(ReceivedPayment payment, KaspiOrder order, @Nullable String bin) {
		return this.payments.book(payment, order,
				(orderId) -> this.format.write((orderId != null)
						? new CheckPayAnswer(payment.transactionId(), CheckPayResult.OK, payment.amount(), orderId,
								Map.of(), bin)
						: CheckPayAnswer.of(payment.transactionId(), CheckPayResult.PAID_BEFORE)));
	}

	private KaspiOrder newOrder(ReceivedPayment payment, KaspiAccount account) {
		BigDecimal due = (account.amountDue() != null) ? account.amountDue() : payment.amount();
		return new KaspiOrder(UUID.randomUUID().toString(), null, KaspiOrderStatus.INIT, due, BigDecimal.ZERO, null,
				null, this.clock.instant(), null, null, false, null, null, false, true, account.metadata());
	}

	private @Nullable KaspiAccount resolve(String account) {
		return (this.accounts != null) ? this.accounts.resolve(account).orElse(null) : null;
	}

	private CheckPayResult state(KaspiOrder order) {
		if (order.isPaid()) {
			return CheckPayResult.PAID_BEFORE;
		}
		if (order.orderId().isEmpty() || order.disputed()) {
			return CheckPayResult.IN_PROGRESS;
		}
		boolean expired = order.expiresAt() != null && !this.clock.instant().isBefore(order.expiresAt());
		return (order.status().isClosed() || expired) ? CheckPayResult.CLOSED : CheckPayResult.OK;
	}

	private static CheckPayResult state(@Nullable KaspiAccount account) {
		if (account == null) {
			return CheckPayResult.UNKNOWN_ACCOUNT;
		}
		return switch (account.state()) {
			case PAYABLE -> CheckPayResult.OK;
			case CLOSED -> CheckPayResult.CLOSED;
			case PAID -> CheckPayResult.PAID_BEFORE;
			case IN_PROGRESS -> CheckPayResult.IN_PROGRESS;
		};
	}

}
