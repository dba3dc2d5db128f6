package io.github.kaspipay.test;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Kaspi as the caller of check/pay: it asks the merchant's server whether an account can
 * be paid, and tells it of the payment. The customer is whoever calls this, or clicks at
 * {@code /phone/account}. Safe for use by several threads.
 */
public final class SimulatedCheckPay {

	/**
	 * The address that Kaspi calls from.
	 */
	public static final String KASPI_ADDRESS = "194.187.247.152";

	private static final ZoneId BANK_ZONE = ZoneId.of("Asia/Almaty");

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT)
		.withZone(BANK_ZONE);

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final Clock clock;

	private final Journal<CheckPayCall> journal;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(PATIENCE)
		.build();

	private final HttpClient loopbackClient = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(PATIENCE)
		.sslContext(LoopbackTrust.sslContext())
		.build();

	private final AtomicLong lastTransaction = new AtomicLong(System.currentTimeMillis() * 1000);

	private volatile Supplier<@Nullable URI> merchant = () -> null;

	private volatile String address = KASPI_ADDRESS;

	private volatile Duration patience = PATIENCE;

	private volatile @Nullable String sharedSecret;

	SimulatedCheckPay(Clock clock, Journal<CheckPayCall> journal) {
		this.clock = clock;
		this.journal = journal;
	}

	/**
	 * Sets where the merchant's server is called.
	 * @param endpoint the address of its check/pay endpoint, without a query
	 */
	public void merchant(URI endpoint) {
		merchant(() -> endpoint);
	}

	/**
	 * Sets where the merchant's server is called, once that is known.
	 * @param endpoint gives the address at each call, or {@code null} while it is not
	 * known
	 */
	void merchant(Supplier<@Nullable URI> endpoint) {
		this.merchant = endpoint;
	}

	/**
	 * Sets the address that requests claim to come from, in {@code X-Forwarded-For}.
	 * @param address the address; {@link #KASPI_ADDRESS} by default
	 */
	public void callFrom(String address) {
		this.address = address;
	}

	/**
	 * Sets how long an answer is waited for.
	 * @param patience the time; 15 seconds by default, as Kaspi
	 */
	public void patience(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Sets what is sent as {@code data1}.
	 * @param secret the secret, or {@code null} for none, which is the default
	 */
	public void sharedSecret(@Nullable String secret) {
		this.sharedSecret = secret;
	}

	/**
	 * Asks whether an account can be paid.
	 * @param account the account
	 * @return the call
	 */
	public CheckPayCall check(String account) {
		return call("check", nextTransaction(), account, new BigDecimal("1.00"), this.clock.instant());
	}

	/**
	 * Pays an account as a customer does: checks it first, and pays what is due.
	 * @param account the account
	 * @return the pay call, or the check if it was not answered with 0
	 */
	public CheckPayCall pay(String account) {
		CheckPayCall check = check(account);
		BigDecimal due = check.answeredSum();
		return (check.isAccepted() && due != null)
				? call("pay", check.transactionId(), account, due, this.clock.instant()) : check;
	}

	/**
	 * Tells of a payment of any sum, without a check.
	 * @param account the account
	 * @param sum the sum in ₸
	 * @return the call
	 */
	public CheckPayCall pay(String account, BigDecimal sum) {
		return call("pay", nextTransaction(), account, sum, this.clock.instant());
	}

	/**
	 * Sends the same request again.
	 * @param earlier the call
	 * @return the further call
	 */
	public CheckPayCall repeat(CheckPayCall earlier) {
		return call(earlier.command(), earlier.transactionId(), earlier.account(), earlier.sum(), earlier.time());
	}

	/**
	 * Sends the same request several times at once.
	 * @param earlier the call
	 * @param times how often
	 * @return the further calls
	 */
	public List<CheckPayCall> repeatAtOnce(CheckPayCall earlier, int times) {
		return IntStream.range(0, times)
			.mapToObj((number) -> send(earlier.command(), earlier.transactionId(), earlier.account(), earlier.sum(),
					earlier.time()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
	}

	/**
	 * Returns the calls, at most the last 10,000.
	 * @return the calls, the oldest first
	 */
	public List<CheckPayCall> calls() {
		return this.journal.contents();
	}

	CheckPayCall find(String transactionId) {
		List<CheckPayCall> calls = calls().stream()
			.filter((call) -> call.transactionId().equals(transactionId))
			.toList();
		if (calls.isEmpty()) {
			throw new NoSuchElementException("There is no payment " + transactionId);
		}
		return calls.get(calls.size() - 1);
	}

	/**
	 * Pays what was checked.
	 */
	CheckPayCall pay(CheckPayCall check, BigDecimal sum) {
		return call("pay", check.transactionId(), check.account(), sum, this.clock.instant());
	}

	void reset() {
		this.address = KASPI_ADDRESS;
		this.patience = PATIENCE;
		this.sharedSecret = null;
		this.journal.clear();
	}

	private String nextTransaction() {
		return Long.toString(this.lastTransaction.incrementAndGet());
	}

	private CheckPayCall call(String command, String transactionId, String account, BigDecimal sum, Instant time) {
		return send(command, transactionId, account, sum, time).join();
	}

	private CompletableFuture<CheckPayCall> send(String command, String transactionId, String account, BigDecimal sum,
			Instant time) {
		URI url = url(command, transactionId, account, sum, time);
		HttpClient client = NewOrder.isLoopback(url) ? this.loopbackClient : this.client;
		HttpRequest request = HttpRequest.newBuilder(url)
			.timeout(this.patience)
			.header("X-Forwarded-For", this.address)
			.GET()
			.build();
		return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((response, failure) -> {
			CheckPayCall call = completed(command, transactionId, account, sum, url, time, response, failure);
			this.journal.add(call);
			return call;
		});
	}

	private URI url(String command, String transactionId, String account, BigDecimal sum, Instant time) {
		URI endpoint = this.merchant.get();
		if (endpoint == null) {
			throw new IllegalStateException("The simulator does not know where to call the merchant: say it with "
					+ "checkPay().merchant(…) or --check-pay-url");
		}
		String secret = this.sharedSecret;
		return URI.create(endpoint + "?command=" + command + "&txn_id=" + transactionId
				+ (command.equals("pay") ? "&txn_date=" + DATE.format(time) : "") + "&account=" + encode(account)
				+ "&sum=" + sum.setScale(2).toPlainString() + ((secret != null) ? "&data1=" + encode(secret) : ""));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static CheckPayCall completed(String command, String transactionId, String account, BigDecimal sum, URI url,
			Instant time, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
		if (response == null) {
			Throwable cause = (failure != null && failure.getCause() instanceof IOException) ? failure.getCause()
					: failure;
			return new CheckPayCall(command, transactionId, account, sum, url, time, null, null, null, null, null,
					(cause != null) ? cause.getClass().getSimpleName() : "No answer");
		}
		if (response.statusCode() != 200) {
			return new CheckPayCall(command, transactionId, account, sum, url, time, response.statusCode(), null, null,
					null, response.body(), "HTTP " + response.statusCode());
		}
		try {
			CheckPayAnswerReader.Values values = CheckPayAnswerReader.read(response.body());
			return new CheckPayCall(command, transactionId, account, sum, url, time, 200, values.result(), values.sum(),
					values.paymentId(), response.body(), null);
		}
		catch (RuntimeException ex) {
			return new CheckPayCall(command, transactionId, account, sum, url, time, 200, null, null, null,
					response.body(), "The answer cannot be read: " + ex.getMessage());
		}
	}

}
