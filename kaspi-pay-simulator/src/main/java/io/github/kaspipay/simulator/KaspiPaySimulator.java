/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.kaspipay.simulator.checkpay.CheckPayApi;
import io.github.kaspipay.simulator.checkpay.SimulatedCheckPay;
import io.github.kaspipay.simulator.fault.ActiveFault;
import io.github.kaspipay.simulator.fault.FaultInjector;
import io.github.kaspipay.simulator.fault.SimulatorFaults;
import io.github.kaspipay.simulator.fault.WebhookFault;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.order.ClientCredentials;
import io.github.kaspipay.simulator.order.OrdersApi;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.simulator.page.Pages;
import io.github.kaspipay.simulator.qr.QrApi;
import io.github.kaspipay.simulator.qr.QrMerchant;
import io.github.kaspipay.simulator.qr.SimulatedQr;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import io.github.kaspipay.simulator.server.RateLimit;
import io.github.kaspipay.simulator.server.RequestJournal;
import io.github.kaspipay.simulator.server.Router;
import io.github.kaspipay.simulator.server.SimulatorServer;
import io.github.kaspipay.simulator.tls.SimulatedCertificates;
import io.github.kaspipay.simulator.webhook.WebhookDelivery;
import io.github.kaspipay.simulator.webhook.WebhookSender;
import io.github.kaspipay.simulator.webhook.WebhookSignature;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;

/**
 * A local Kaspi Pay that injects the failures you want to test. It speaks the whole API
 * over HTTP on a port of the loopback interface, remembers its orders, lets time pass and
 * sends signed webhooks. What the customer does is called here, or clicked at
 * {@code /phone} and at the control page, {@code /}.
 * <p>
 * Safe for use by several threads; each change of an order happens as a whole or not at
 * all. Methods that take the id of an order throw
 * {@link java.util.NoSuchElementException} if there is none with that id.
 */
public final class KaspiPaySimulator implements AutoCloseable {

	/**
	 * Name of the WireMock transformer that answers as the simulator does. A stub that
	 * names it has its call carried out, and the answer then delayed or broken as the
	 * stub says: the order exists, but the caller does not know.
	 */
	public static final String TRANSFORMER = Router.NAME;

	private static final Duration TICK = Duration.ofMillis(250);

	private final SimulatorSettings settings;

	private final StateVersion version = new StateVersion();

	private final AdjustableClock clock;

	private final FaultInjector faults = new FaultInjector(this.version);

	private final RateLimit rateLimit;

	private final ScheduledExecutorService executor;

	private final WebhookSender webhooks;

	private final OrdersApi ordersApi;

	private final CheckPayApi checkPayApi;

	private final QrApi qrApi;

	private final RequestJournal requests;

	private final SimulatorServer server;

	private @Nullable ActiveFault droppedWebhooks;

	KaspiPaySimulator(SimulatorSettings settings) {
		this.settings = settings;
		this.clock = new AdjustableClock(settings.clock());
		this.executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "kaspi-pay-simulator");
			thread.setDaemon(true);
			return thread;
		});
		this.rateLimit = new RateLimit(this.clock,
				(settings.requestsPerMinute() > 0) ? settings.requestsPerMinute() : Integer.MAX_VALUE);
		this.webhooks = new WebhookSender(settings.webhookSecret(), settings.webhookRetryPauses(), this.faults,
				this.version, this.clock, this.executor);
		this.ordersApi = new OrdersApi(new ClientCredentials(settings.clientId(), settings.clientSecret()),
				settings.merchantId(), this.version, this.clock,
				(orderId) -> URI.create(baseUrl() + "/phone?order=" + orderId), this.webhooks::send);
		this.checkPayApi = new CheckPayApi(settings.checkPayUrl(), this.version, this.clock, this::baseUrl);
		this.qrApi = new QrApi(new QrMerchant(settings.apiKey(), settings.organizationBin()), settings.allowedHosts(),
				this.version, this.clock, this::listen,
				(paymentId) -> URI.create(baseUrl() + "/phone?payment=" + paymentId));
		this.requests = new RequestJournal(this.clock, this.version);
		this.server = new SimulatorServer(settings.port(), settings.allowedHosts(), new Router(this.faults,
				this.rateLimit, this.ordersApi, this.checkPayApi, this.qrApi, this.version, control(), pages()),
				this.requests);
		this.executor.scheduleWithFixedDelay(this::settle, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
	}

	private Routes control() {
		Routes routes = new Routes();
		new SimulatorControl(this, this.version, this.qrApi).addTo(routes);
		this.ordersApi.addTo(routes);
		this.checkPayApi.addTo(routes);
		this.qrApi.addTo(routes);
		this.faults.addTo(routes);
		this.requests.addTo(routes);
		this.webhooks.addTo(routes);
		return routes;
	}

	private Routes pages() {
		Routes routes = new Routes();
		new Pages(this.ordersApi.phone(), this.qrApi.phone(), this.ordersApi::issueToken).addTo(routes);
		this.checkPayApi.addPagesTo(routes);
		return routes;
	}

	private int listen(SimulatedCertificates certificates) {
		return this.server.listen(this.settings.qrPort(), certificates.serverContext());
	}

	private void settle() {
		this.ordersApi.orders().settleAll();
		this.qrApi.settle();
	}

	/**
	 * Starts a simulator on any free port, with the client id {@code demo}, the client
	 * secret {@code demo-secret}, the merchant {@code MERCHANT123} and the webhook secret
	 * {@code demo-webhook-secret}.
	 * @return the running simulator, to be closed by the caller
	 */
	public static KaspiPaySimulator start() {
		return builder().start();
	}

	/**
	 * Configures a simulator.
	 * @return a new builder with the defaults of {@link #start()}
	 */
	public static KaspiPaySimulatorBuilder builder() {
		return new KaspiPaySimulatorBuilder();
	}

	/**
	 * Returns the address of the API.
	 * @return the address, without a path
	 */
	public String baseUrl() {
		return "http://localhost:" + port();
	}

	/**
	 * Returns the port that the simulator listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.wireMock().port();
	}

	/**
	 * Returns the client id that is accepted.
	 * @return the client id
	 */
	public String clientId() {
		return this.settings.clientId();
	}

	/**
	 * Returns the client secret that is accepted.
	 * @return the client secret
	 */
	public String clientSecret() {
		return this.settings.clientSecret();
	}

	/**
	 * Returns the merchant that orders are accepted from.
	 * @return the merchant's id
	 */
	public String merchantId() {
		return this.settings.merchantId();
	}

	/**
	 * Returns the secret that webhooks are signed with.
	 * @return the secret
	 */
	public String webhookSecret() {
		return this.settings.webhookSecret();
	}

	/**
	 * Returns the clock that the simulator goes by.
	 * @return the clock, {@link #advance} included
	 */
	public Clock clock() {
		return this.clock;
	}

	Duration advanced() {
		return this.clock.offset();
	}

	/**
	 * Lets time pass at once: what is due by then (expiry, cancellation) has happened
	 * when this returns.
	 * @param duration how much time passes, not negative; 36500 days at most in total
	 */
	public void advance(Duration duration) {
		this.clock.advance(duration);
		this.version.increment();
		settle();
	}

	/**
	 * Returns all orders.
	 * @return the orders as they are now, the newest first
	 */
	public List<SimulatedOrder> orders() {
		return this.ordersApi.orders().newestFirst();
	}

	/**
	 * Returns one order.
	 * @param orderId the order's id
	 * @return the order as it is now, or nothing if there is none with that id
	 */
	public Optional<SimulatedOrder> order(String orderId) {
		return this.ordersApi.orders().find(orderId);
	}

	/**
	 * Pays an order, as the customer does.
	 * @param orderId the order's id
	 * @return the paid order
	 * @throws IllegalStateException if the order is not {@code INIT}
	 */
	public SimulatedOrder pay(String orderId) {
		return this.ordersApi.orders().pay(orderId, null, null);
	}

	/**
	 * Pays an order with another amount than it has. The webhook and the status then say
	 * that amount, and it can be refunded.
	 * @param orderId the order's id
	 * @param amount what is paid, in ₸
	 * @return the paid order
	 * @throws IllegalStateException if the order is not {@code INIT}
	 */
	public SimulatedOrder payOther(String orderId, BigDecimal amount) {
		return this.ordersApi.orders().pay(orderId, Money.requirePositive(amount), null);
	}

	/**
	 * Pays an order at another time than now, as the status then says.
	 * @param orderId the order's id
	 * @param paidAt when the order was paid, earlier or later
	 * @return the paid order
	 * @throws IllegalStateException if the order is not {@code INIT}
	 */
	public SimulatedOrder payAt(String orderId, Instant paidAt) {
		return this.ordersApi.orders().pay(orderId, null, paidAt);
	}

	/**
	 * Pays an order for which it is too late already.
	 * @param orderId the order's id
	 * @return the paid order
	 * @throws IllegalStateException if the order is neither {@code EXPIRED} nor
	 * {@code CANCELLED}
	 */
	public SimulatedOrder payLate(String orderId) {
		return this.ordersApi.orders().payLate(orderId);
	}

	/**
	 * Cancels an order, as a customer does who declines it.
	 * @param orderId the order's id
	 * @return the cancelled order
	 * @throws IllegalStateException if the order is neither {@code INIT} nor
	 * {@code EXPIRED}
	 */
	public SimulatedOrder cancel(String orderId) {
		return this.ordersApi.orders().cancel(orderId);
	}

	/**
	 * Lets an order expire before its time.
	 * @param orderId the order's id
	 * @return the expired order
	 * @throws IllegalStateException if the order is not {@code INIT}
	 */
	public SimulatedOrder expire(String orderId) {
		return this.ordersApi.orders().expire(orderId);
	}

	/**
	 * Refunds an order, as the merchant does at Kaspi Pay's dashboard.
	 * @param orderId the order's id
	 * @param amount what to refund, in ₸
	 * @return the order, refunded in part or in full
	 * @throws IllegalStateException if the order was not paid, or more than 180 days ago,
	 * or if less than the amount is left of it
	 */
	public SimulatedOrder refund(String orderId, BigDecimal amount) {
		return this.ordersApi.orders().refund(orderId, Money.requirePositive(amount));
	}

	/**
	 * Gives an order any status, possible or not, and sends the webhook of it. Unpaid
	 * orders still expire when their time has come.
	 * @param orderId the order's id
	 * @param status the status, as it is on the wire
	 * @return the changed order
	 */
	public SimulatedOrder forceStatus(String orderId, String status) {
		return this.ordersApi.orders().forceStatus(orderId, status);
	}

	/**
	 * Sends the webhook of an order's present status once more.
	 * @param orderId the order's id
	 */
	public void sendWebhook(String orderId) {
		sendWebhook(orderId, null, null);
	}

	/**
	 * Sends a webhook that says something else than the order is, signed. The order stays
	 * as it is, and so does what the status says.
	 * @param orderId the order's id
	 * @param status the status it says, as it is on the wire; {@code null} for the
	 * order's
	 * @param amount the amount it says, in ₸; {@code null} for the order's
	 */
	public void sendWebhook(String orderId, @Nullable String status, @Nullable BigDecimal amount) {
		this.ordersApi.orders().notifyOf(orderId, status, amount);
	}

	/**
	 * Signs a payload as Kaspi Pay does, for tests that post a webhook themselves.
	 * @param body the JSON that will be sent, in UTF-8
	 * @return the value of the {@code X-Kaspi-Signature} header
	 */
	public String sign(String body) {
		return WebhookSignature.sign(body, webhookSecret());
	}

	/**
	 * Returns Kaspi as the caller of check/pay.
	 * @return the caller, to be told where the merchant is
	 */
	public SimulatedCheckPay checkPay() {
		return this.checkPayApi.kaspi();
	}

	/**
	 * Returns the QR API, over TLS. It listens from the first call on, for which
	 * certificates are made; that takes some seconds.
	 * @return the QR API
	 */
	public SimulatedQr qr() {
		SimulatedQr qr = this.qrApi.kaspi();
		qr.baseUrl(SimulatedQrScheme.ENHANCED);
		return qr;
	}

	/**
	 * Returns what goes wrong on purpose, for example
	 * {@code faults().add(ApiFault.status(503).on(Operation.CREATE).times(2))}.
	 * @return the faults, to be added to and cleared
	 */
	public SimulatorFaults faults() {
		return this.faults.faults();
	}

	/**
	 * Switches on or off that webhooks get lost on their way. Those that were due before
	 * are still sent.
	 * @param drop whether webhooks are lost from now on
	 */
	public void dropWebhooks(boolean drop) {
		synchronized (this.faults) {
			if (this.droppedWebhooks != null) {
				faults().remove(this.droppedWebhooks.id());
			}
			this.droppedWebhooks = drop ? faults().add(WebhookFault.drop()) : null;
		}
	}

	/**
	 * Returns the attempts to deliver webhooks that have ended, those that were lost on
	 * purpose included, at most the last 10,000.
	 * @return the attempts, the oldest first
	 */
	public List<WebhookDelivery> webhooks() {
		return this.webhooks.deliveries();
	}

	/**
	 * Returns the calls of the API (not of the phone page and the like), at most the last
	 * 10,000.
	 * @return the calls, the oldest first
	 */
	public List<RecordedRequest> requests() {
		return this.requests.requests();
	}

	/**
	 * Blocks the merchant or lifts the block. The orders of a blocked merchant are
	 * answered with 402.
	 * @param blocked whether the merchant is blocked
	 */
	public void blockMerchant(boolean blocked) {
		this.ordersApi.blockMerchant(blocked);
	}

	/**
	 * Makes all access tokens invalid that have been issued.
	 */
	public void revokeTokens() {
		this.ordersApi.revokeTokens();
	}

	/**
	 * Returns the server that the simulator runs on. Stubs that are put there come before
	 * the simulator's own answers, which come back whatever is reset or removed.
	 * WireMock's API under {@code /__admin} is closed.
	 * @return the server, to be stopped only through {@link #close()}
	 */
	public WireMockServer wireMock() {
		return this.server.wireMock();
	}

	/**
	 * Makes the simulator as it was after its start: no orders, tokens, waiting webhooks,
	 * journals or faults, no stubs of others, nothing blocked, and the clock back. Only
	 * the ids of orders go on, so that none is ever given twice.
	 */
	public void reset() {
		this.ordersApi.orders().reset();
		this.qrApi.reset();
		this.ordersApi.revokeTokens();
		resetExceptOrders();
	}

	/**
	 * Undoes what a test may have changed, except for the orders, which the application
	 * still knows, and its tokens.
	 */
	public void resetExceptOrders() {
		this.server.reset();
		faults().clear();
		this.webhooks.reset();
		this.checkPayApi.reset();
		this.qrApi.resetExceptPayments();
		this.rateLimit.reset();
		this.requests.clear();
		this.ordersApi.blockMerchant(false);
		this.clock.reset();
	}

	/**
	 * Stops the simulator for good; the same as {@link #close()}.
	 */
	public void stop() {
		close();
	}

	/**
	 * Stops the simulator for good. Webhooks that have not been delivered are not sent
	 * any more. Does nothing if it has been stopped already.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
		this.server.stop();
	}

}
