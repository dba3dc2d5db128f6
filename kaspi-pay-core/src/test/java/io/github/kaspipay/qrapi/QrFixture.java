/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.kaspipay.CallersThread;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.http.KaspiHttpSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.github.kaspipay.testsupport.MutableClock;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

/**
 * The engine with the QR API, before a Kaspi made of stubs. Its clock stands still until
 * it is moved.
 */
final class QrFixture {

	static final String ID = "128000000000000001";

	private static final WireMockServer server = startServer();

	final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

	final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	final InMemoryLedgerStore store = new InMemoryLedgerStore(1000, this.clock, this.outbox);

	final KaspiOrderLedger ledger;

	final QrKaspiPayGateway gateway;

	final KaspiOrderService service;

	private final KaspiOrderPoller poller;

	QrFixture(QrScheme scheme) {
		this(scheme, KaspiPaymentForm.QR, QrDeviceStore.NONE);
	}

	QrFixture(QrScheme scheme, KaspiPaymentForm form, QrDeviceStore devices) {
		server.resetAll();
		KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.outbox,
				(event) -> this.events.add((KaspiOrderEvent) event),
				new RedeliveryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1)), new CallersThread(),
				Duration.ofMinutes(1));
		this.ledger = new KaspiOrderLedger(this.store, this.clock, dispatcher);
		KaspiHttpTransport transport = new KaspiHttpTransport(new KaspiHttpSettings(URI.create(baseUrl()),
				Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10)), KaspiPayFixture.unlimited());
		this.gateway = new QrKaspiPayGateway(transport, settings(scheme, form), devices, this.clock);
		this.service = new LedgerKaspiOrderService(this.ledger, this.store, QueryLeases.LOCAL, this.gateway,
				this.clock);
		this.poller = new KaspiOrderPoller(this.ledger, this.store, this.gateway, this.clock);
		answer("/device/register", "{\"DeviceToken\":\"token-1\"}");
	}

	static QrSettings settings(QrScheme scheme, KaspiPaymentForm form) {
		return new QrSettings("", scheme, (scheme == QrScheme.BASIC) ? "api-key-1" : null,
				(scheme == QrScheme.ENHANCED) ? "123456789012" : null, "42", "desk-1", form,
				new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30)));
	}

	static String baseUrl() {
		return "http://localhost:" + server.port() + "/r3/v01";
	}

	static String envelope(String data) {
		return "{\"StatusCode\":0,\"Message\":\"OK\",\"Data\":" + data + "}";
	}

	static String refusal(String code) {
		return "{\"StatusCode\":" + code + ",\"Message\":\"said no\",\"Data\":null}";
	}

	static KaspiOrderRequest order(String reference) {
		return KaspiOrderRequest.builder().reference(reference).amount(25000).build();
	}

	void answer(String path, String data) {
		stub(post("/r3/v01" + path).willReturn(KaspiPayFixture.json(200, envelope(data))));
	}

	void answer(String path, ResponseDefinitionBuilder answer) {
		stub(post("/r3/v01" + path).willReturn(answer));
	}

	void answerCreated() {
		answer("/qr/create", created(ID, 5, 180, 65));
	}

	static String created(String id, int interval, int scan, int confirmation) {
		return "{\"QrToken\":\"51236903777280167836178166503744993984459\",\"ExpireDate\":"
				+ "\"2026-05-09T21:23:00.1234567\",\"QrPaymentId\":" + id
				+ ",\"PaymentMethods\":[\"Gold\",\"Red\"],\"QrPaymentBehaviorOptions\":{\"StatusPollingInterval\":"
				+ interval + ",\"QrCodeScanWaitTimeout\":" + scan + ",\"PaymentConfirmationTimeout\":" + confirmation
				+ "}}";
	}

	void answerStatus(String status) {
		stub(get("/r3/v01/payment/status/" + ID)
			.willReturn(KaspiPayFixture.json(200, envelope("{\"Status\":\"" + status + "\"}"))));
	}

	void answerLeft(String total, String left) {
		stub(get(urlPathEqualTo("/r3/v01/payment/details"))
			.willReturn(KaspiPayFixture.json(200, envelope("{\"QrPaymentId\":" + ID + ",\"TotalAmount\":" + total
					+ ",\"AvailableReturnAmount\":" + left + ",\"TransactionDate\":\"2026-05-09T21:21:00\"}"))));
	}

	void stub(MappingBuilder stub) {
		server.stubFor(stub);
	}

	List<LoggedRequest> requests(RequestPatternBuilder pattern) {
		return server.findAll(pattern);
	}

	List<String> eventIds() {
		return this.events.stream().map(KaspiOrderEvent::eventId).toList();
	}

	/**
	 * Lets time pass in steps of a second, with the poller at work.
	 */
	void run(Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.poller.poll();
		}
	}

	private static WireMockServer startServer() {
		WireMockServer server = new WireMockServer(options().dynamicPort().containerThreads(30));
		server.start();
		return server;
	}

}
