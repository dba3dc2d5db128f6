/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.kaspipay.simulator.journal.Journal;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.wire.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * Kaspi as the caller of check/pay: it asks the merchant's server whether an account can
 * be paid, and tells it of the payment. The customer is whoever calls this, or clicks at
 * {@code /phone/account} and at the control page. Safe for use by several threads.
 * <p>
 * All calls throw an {@link IllegalStateException} while it is not known where the
 * merchant's server is.
 */
public final class SimulatedCheckPay {

	/**
	 * The address that Kaspi calls from.
	 */
	public static final String KASPI_ADDRESS = "194.187.247.152";

	/**
	 * What a check says as its sum, which is not to decide anything.
	 */
	private static final BigDecimal DUMMY_SUM = new BigDecimal("1.00");

	private final Clock clock;

	private final StateVersion version;

	private final Journal<CheckPayCall> journal;

	private final CheckPayClient client = new CheckPayClient();

	private final AtomicLong lastTransaction = new AtomicLong(System.currentTimeMillis() * 1000);

	private volatile Supplier<@Nullable URI> merchant = () -> null;

	private CheckPayTerms terms = CheckPayTerms.DEFAULT;

	SimulatedCheckPay(Clock clock, StateVersion version, Journal<CheckPayCall> journal) {
		this.clock = clock;
		this.version = version;
		this.journal = journal;
	}

	/**
	 * Sets where the merchant's server is called.
	 * @param endpoint the address of its check/pay endpoint, http or https, without a
	 * query
	 */
	public void merchant(URI endpoint) {
		URI checked = MerchantAddress.check(endpoint);
		merchant(() -> checked);
	}

	/**
	 * Sets where the merchant's server is called, once that is known.
	 * @param endpoint gives the address at each call, or {@code null} while it is not
	 * known
	 */
	public void merchant(Supplier<@Nullable URI> endpoint) {
		this.merchant = endpoint;
		this.version.increment();
	}

	@Nullable URI merchant() {
		return this.merchant.get();
	}

	/**
	 * Sets the address that requests claim to come from, in {@code X-Forwarded-For}.
	 * @param address the address, or several with commas between; {@link #KASPI_ADDRESS}
	 * by default
	 */
	public void callFrom(String address) {
		change((terms) -> terms.withCalledFrom(address));
	}

	/**
	 * Sets how long an answer is waited for.
	 * @param patience the time, more than 0 and 10 minutes at most; 15 seconds by
	 * default, as Kaspi
	 */
	public void patience(Duration patience) {
		change((terms) -> terms.withPatience(patience));
	}

	/**
	 * Sets how answers have to be written. An answer of the other kind is none.
	 * @param format the format, or {@code null} for either, which is the default
	 */
	public void format(@Nullable AnswerFormat format) {
		change((terms) -> terms.withFormat(format));
	}

	/**
	 * Sets what is sent as {@code data1}.
	 * @param secret the secret, or {@code null} for none, which is the default
	 */
	public void sharedSecret(@Nullable String secret) {
		change((terms) -> terms.withSharedSecret(secret));
	}

	/**
	 * Asks whether an account can be paid.
	 * @param account the account
	 * @return the call
	 */
	public CheckPayCall check(String account) {
		return send(request("check", nextTransaction(), account, DUMMY_SUM)).join();
	}

	/**
	 * Pays an account as a customer does: checks it first, and pays what is due.
	 * @param account the account
	 * @return the pay call, or the check if it was not answered with 0 and a sum
	 */
	public CheckPayCall pay(String account) {
		CheckPayCall check = check(account);
		BigDecimal due = check.answeredSum();
		return (check.isAccepted() && due != null) ? pay(check, due) : check;
	}

	/**
	 * Tells of a payment of any sum, without a check.
	 * @param account the account
	 * @param sum the sum in ₸
	 * @return the call
	 */
	public CheckPayCall pay(String account, BigDecimal sum) {
		return send(request("pay", nextTransaction(), account, sum)).join();
	}

	/**
	 * Lets several customers pay one account at once: each payment has an id of its own.
	 * The account is checked first.
	 * @param account the account
	 * @param payments how many payments
	 * @return the pay calls, or the check if it was not answered with 0 and a sum
	 */
	public List<CheckPayCall> race(String account, int payments) {
		CheckPayCall check = check(account);
		BigDecimal due = check.answeredSum();
		return (check.isAccepted() && due != null)
				? atOnce(Stream.generate(() -> request("pay", nextTransaction(), account, due)).limit(payments))
				: List.of(check);
	}

	/**
	 * Sends the same request again.
	 * @param earlier the call
	 * @return the further call
	 */
	public CheckPayCall repeat(CheckPayCall earlier) {
		return send(CheckPayRequest.of(earlier)).join();
	}

	/**
	 * Sends the same request several times at once.
	 * @param earlier the call
	 * @param times how often
	 * @return the further calls
	 */
	public List<CheckPayCall> repeatAtOnce(CheckPayCall earlier, int times) {
		return atOnce(Stream.generate(() -> CheckPayRequest.of(earlier)).limit(times));
	}

	/**
	 * Returns the calls, at most the last 10,000.
	 * @return the calls, the oldest first
	 */
	public List<CheckPayCall> calls() {
		return this.journal.contents();
	}

	/**
	 * Pays what was checked.
	 */
	CheckPayCall pay(CheckPayCall check, BigDecimal sum) {
		return send(request("pay", check.transactionId(), check.account(), sum)).join();
	}

	/**
	 * Returns the latest call of a payment.
	 */
	CheckPayCall find(String transactionId) {
		return find(transactionId, (call) -> true);
	}

	CheckPayCall find(String transactionId, Predicate<CheckPayCall> filter) {
		return calls().stream()
			.filter((call) -> call.transactionId().equals(transactionId))
			.filter(filter)
			.reduce((first, second) -> second)
			.orElseThrow(() -> new ApiException(404, "PAYMENT_NOT_FOUND", "There is no payment " + transactionId));
	}

	synchronized CheckPayTerms terms() {
		return this.terms;
	}

	void reset() {
		change((terms) -> CheckPayTerms.DEFAULT);
		this.journal.clear();
	}

	private synchronized void change(UnaryOperator<CheckPayTerms> change) {
		this.terms = change.apply(this.terms);
		this.version.increment();
	}

	private String nextTransaction() {
		return Long.toString(this.lastTransaction.incrementAndGet());
	}

	private CheckPayRequest request(String command, String transactionId, String account, BigDecimal sum) {
		return new CheckPayRequest(command, transactionId, account, sum, this.clock.instant());
	}

	private List<CheckPayCall> atOnce(Stream<CheckPayRequest> requests) {
		List<CompletableFuture<CheckPayCall>> calls = requests.map(this::send).toList();
		return calls.stream().map(CompletableFuture::join).toList();
	}

	private CompletableFuture<CheckPayCall> send(CheckPayRequest request) {
		URI endpoint = merchant();
		if (endpoint == null) {
			throw new ApiException(409, "NO_MERCHANT", "The simulator does not know where to call the merchant: say it "
					+ "with checkPay().merchant(…) or --check-pay-url");
		}
		return this.client.send(request, endpoint, terms()).thenApply((call) -> {
			this.journal.add(call);
			return call;
		});
	}

}
