/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ordersapi.ClientCredentials;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway.OrderDefaults;
import io.github.kaspipay.ordersapi.HttpTokenSource;
import io.github.kaspipay.http.KaspiHttpSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.ObservationOutcome;
import io.github.kaspipay.ledger.LedgerKaspiDisputes;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

/**
 * The client and the engine, wired as an application has them, before a Kaspi Pay made of
 * stubs. Its clock stands still until it is moved, and events are delivered on the thread
 * that causes them.
 */
public final class KaspiPayFixture {

	public static final String ORDERS = "/payment/orders";

	public static final String TOKEN = "/oauth/token";

	public static final String CLIENT_SECRET = "s3cr3t:with-colon";

	private static final WireMockServer server = startServer();

	public final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	public final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

	/**
	 * When the poller asked.
	 */
	public final List<Instant> pollsAt = new CopyOnWriteArrayList<>();

	public final CallBudget budget;

	public final KaspiHttpTransport transport;

	public final KaspiTokenProvider tokens;

	public final KaspiPayGateway gateway;

	public final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	public final InMemoryLedgerStore store = new InMemoryLedgerStore(1000, this.clock, this.outbox);

	public final KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.outbox,
			(event) -> this.events.add((KaspiOrderEvent) event),
			new RedeliveryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1)), new CallersThread(),
			Duration.ofMinutes(1));

	public final FailingLedgerStore failingStore = new FailingLedgerStore(this.store);

	public final KaspiOrderLedger ledger;

	public final KaspiDisputes disputes;

	public final KaspiOrderService service;

	public final KaspiOrderPoller poller;

	private KaspiPayFixture(Options options) {
		server.resetAll();
		this.ledger = new KaspiOrderLedger(this.failingStore, this.clock, this.dispatcher, null,
				options.instrumentation);
		this.disputes = new LedgerKaspiDisputes(this.ledger);
		KaspiHttpSettings settings = new KaspiHttpSettings(options.baseUrl, Duration.ofSeconds(2), options.readTimeout,
				options.callTimeout);
		this.budget = options.budget.apply(this.clock);
		this.transport = new KaspiHttpTransport(settings, this.budget, options.instrumentation, null, null);
		this.tokens = new CachingKaspiTokenProvider(new HttpTokenSource(this.transport,
				new ClientCredentials("client-1", CLIENT_SECRET, "payment.orders"), this.clock), Duration.ofMinutes(5),
				options.callTimeout, this.clock, Runnable::run);
		this.gateway = new HttpKaspiPayGateway(this.transport, this.tokens, "MERCHANT123", () -> options.defaults,
				options.schedule);
		this.service = new LedgerKaspiOrderService(this.ledger, this.store, QueryLeases.LOCAL, this.gateway,
				this.clock);
		this.poller = new KaspiOrderPoller(this.ledger, this.store, new PolledGateway(), this.clock);
		answerToken("token-1");
	}

	public static KaspiPayFixture create() {
		return create((options) -> {
		});
	}

	public static KaspiPayFixture create(Consumer<Options> customizer) {
		Options options = new Options();
		customizer.accept(options);
		return new KaspiPayFixture(options);
	}

	public static CallBudget unlimited() {
		return new CallBudget(new LocalCallWindow(CallLimit.perMinute(1_000_000, 0, Duration.ZERO)),
				Duration.ofSeconds(5));
	}

	private static CallBudget unlimited(MutableClock clock) {
		return new CallBudget(new LocalCallWindow(CallLimit.perMinute(1_000_000, 0, Duration.ZERO)),
				Duration.ofSeconds(5), clock);
	}

	/**
	 * A budget in the time of the clock. Its users do not wait.
	 */
	public static CallBudget budget(int callsPerMinute, int burst, MutableClock clock) {
		return new CallBudget(new LocalCallWindow(CallLimit.perMinute(callsPerMinute, burst, Duration.ZERO),
				() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos()), Duration.ZERO, clock);
	}

	public static KaspiOrderRequest order(String reference, String amount) {
		return KaspiOrderRequest.builder().reference(reference).amount(new BigDecimal(amount)).build();
	}

	public static ResponseDefinitionBuilder json(int status, String body) {
		return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body);
	}

	public void stub(MappingBuilder stub) {
		server.stubFor(stub);
	}

	public void answerToken(String value) {
		stub(post(TOKEN).willReturn(
				json(200, "{\"access_token\":\"" + value + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
	}

	public void answerCreate(ResponseDefinitionBuilder answer) {
		stub(post(ORDERS).willReturn(answer));
	}

	public void answerCreated(String orderId) {
		answerCreate(
				json(201, "{\"orderId\":\"" + orderId + "\",\"status\":\"INIT\",\"qrData\":\"0003\",\"paymentUrl\":"
						+ "\"https://pay.kaspikz.kz/" + orderId + "\",\"expiresAt\":\"2026-05-09T16:35:00Z\"}"));
	}

	public void answerStatus(String orderId, ResponseDefinitionBuilder answer) {
		stub(get(ORDERS + "/" + orderId).willReturn(answer));
	}

	public void answerStatus(String orderId, String status, String amount) {
		answerStatus(orderId,
				json(200, "{\"orderId\":\"" + orderId + "\",\"status\":\"" + status + "\",\"amount\":" + amount + "}"));
	}

	public void answerRefund(String orderId, ResponseDefinitionBuilder answer) {
		stub(post(ORDERS + "/" + orderId + "/refund").willReturn(answer));
	}

	/**
	 * Has every call to an order answered alike.
	 */
	public void answerOrders(ResponseDefinitionBuilder answer) {
		stub(any(urlPathMatching(ORDERS + ".*")).willReturn(answer));
	}

	/**
	 * Creates an order of 25000 with the reference "order_" and its id, and has it paid.
	 */
	public void havePaid(String orderId) {
		haveCreated(orderId);
		webhook(orderId, "PAID", "25000");
		this.events.clear();
	}

	public void haveCreated(String orderId) {
		answerCreated(orderId);
		this.service.create(order("order_" + orderId, "25000"));
	}

	public ObservationOutcome webhook(String orderId, String status, @Nullable String amount) {
		return webhook(orderId, "order_" + orderId, status, amount);
	}

	public ObservationOutcome webhook(String orderId, @Nullable String reference, String status,
			@Nullable String amount) {
		return this.ledger.observe(new Notified(orderId, reference, new KaspiOrderStatus(status),
				(amount != null) ? new BigDecimal(amount) : null, () -> "0".repeat(64)));
	}

	/**
	 * Lets time pass in steps of a second, with the poller and the dispatcher at work.
	 */
	public void run(Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.poller.poll();
			this.dispatcher.sweep();
		}
	}

	public KaspiOrderStatus statusOf(String orderId) {
		return this.store.findByOrderId(orderId).order().status();
	}

	public List<String> eventIds() {
		return this.events.stream().map(KaspiOrderEvent::eventId).toList();
	}

	public int tokenCalls() {
		return count(postRequestedFor(urlPathEqualTo(TOKEN)));
	}

	public int creates() {
		return count(postRequestedFor(urlPathEqualTo(ORDERS)));
	}

	public int refunds(String orderId) {
		return count(postRequestedFor(urlPathEqualTo(ORDERS + "/" + orderId + "/refund")));
	}

	public int questions() {
		return count(getRequestedFor(anyUrl()));
	}

	public int count(RequestPatternBuilder pattern) {
		return server.findAll(pattern).size();
	}

	public List<LoggedRequest> requests(RequestPatternBuilder pattern) {
		return server.findAll(pattern);
	}

	private static WireMockServer startServer() {
		WireMockServer server = new WireMockServer(options().dynamicPort().containerThreads(60));
		server.start();
		return server;
	}

	private final class PolledGateway implements KaspiPayGateway {

		@Override
		public CreateAnswer create(KaspiOrderRequest request) {
			throw new AssertionError("The poller creates nothing");
		}

		@Override
		public KaspiOrder status(String orderId) {
			throw new AssertionError("The poller asks with spare calls");
		}

		@Override
		public @Nullable StatusPermit tryAcquireBackgroundPermit() {
			StatusPermit call = KaspiPayFixture.this.gateway.tryAcquireBackgroundPermit();
			return (call != null) ? (orderId) -> status(call, orderId) : null;
		}

		private KaspiOrder status(StatusPermit call, String orderId) {
			KaspiPayFixture.this.pollsAt.add(KaspiPayFixture.this.clock.instant());
			return call.status(orderId);
		}

		@Override
		public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
			throw new AssertionError("The poller refunds nothing");
		}

		@Override
		public boolean isHeldBack() {
			return KaspiPayFixture.this.gateway.isHeldBack();
		}

		@Override
		public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
			return KaspiPayFixture.this.gateway.pollingSchedule(order);
		}

	}

	/**
	 * What a test may have otherwise.
	 */
	public static final class Options {

		public URI baseUrl = URI.create("http://localhost:" + server.port());

		public Duration readTimeout = Duration.ofSeconds(10);

		public Duration callTimeout = Duration.ofSeconds(20);

		public Function<MutableClock, CallBudget> budget = KaspiPayFixture::unlimited;

		public KaspiPayInstrumentation instrumentation = KaspiPayInstrumentation.NONE;

		public OrderDefaults defaults = new OrderDefaults(null, null, null);

		public @Nullable PollingSchedule schedule = new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5),
				Duration.ofMinutes(30));

	}

}
