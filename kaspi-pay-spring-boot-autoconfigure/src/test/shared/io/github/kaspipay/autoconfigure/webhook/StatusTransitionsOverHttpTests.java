/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a signed notification makes of an order, for all pairs of statuses: once where
 * Kaspi Pay, when asked, agrees with the notification, and once where it still says what
 * it said before. All orders go through one application at the same time.
 */
class StatusTransitionsOverHttpTests {

	/**
	 * From, to, whether Kaspi Pay is asked; then the status and the events of the
	 * transition, if Kaspi Pay agrees and if it does not. Events that Kaspi Pay's answer
	 * caused are marked {@code by poll}.
	 */
	private static final String TABLE = """
			INIT               | INIT               | -   | INIT -                                      | INIT -
			INIT               | PAID               | -   | PAID Paid                                   | PAID Paid
			INIT               | CANCELLED          | -   | CANCELLED Cancelled                         | CANCELLED Cancelled
			INIT               | EXPIRED            | -   | EXPIRED Expired                             | EXPIRED Expired
			INIT               | PARTIALLY_REFUNDED | -   | PARTIALLY_REFUNDED Paid, Refunded in part   | PARTIALLY_REFUNDED Paid, Refunded in part
			INIT               | REFUNDED           | -   | REFUNDED Paid, Refunded in full             | REFUNDED Paid, Refunded in full
			PAID               | INIT               | -   | PAID -                                      | PAID -
			PAID               | PAID               | -   | PAID -                                      | PAID -
			PAID               | CANCELLED          | ask | PAID Disputed by poll                       | PAID -
			PAID               | EXPIRED            | ask | PAID Disputed by poll                       | PAID -
			PAID               | PARTIALLY_REFUNDED | -   | PARTIALLY_REFUNDED Refunded in part         | PARTIALLY_REFUNDED Refunded in part
			PAID               | REFUNDED           | -   | REFUNDED Refunded in full                   | REFUNDED Refunded in full
			CANCELLED          | INIT               | -   | CANCELLED -                                 | CANCELLED -
			CANCELLED          | PAID               | ask | PAID late Paid by poll                      | CANCELLED -
			CANCELLED          | CANCELLED          | -   | CANCELLED -                                 | CANCELLED -
			CANCELLED          | EXPIRED            | -   | CANCELLED -                                 | CANCELLED -
			CANCELLED          | PARTIALLY_REFUNDED | ask | PARTIALLY_REFUNDED late Paid by poll, Refunded in part by poll | CANCELLED -
			CANCELLED          | REFUNDED           | ask | REFUNDED late Paid by poll, Refunded in full by poll           | CANCELLED -
			EXPIRED            | INIT               | -   | EXPIRED -                                   | EXPIRED -
			EXPIRED            | PAID               | ask | PAID late Paid by poll                      | EXPIRED -
			EXPIRED            | CANCELLED          | -   | EXPIRED -                                   | EXPIRED -
			EXPIRED            | EXPIRED            | -   | EXPIRED -                                   | EXPIRED -
			EXPIRED            | PARTIALLY_REFUNDED | ask | PARTIALLY_REFUNDED late Paid by poll, Refunded in part by poll | EXPIRED -
			EXPIRED            | REFUNDED           | ask | REFUNDED late Paid by poll, Refunded in full by poll           | EXPIRED -
			PARTIALLY_REFUNDED | INIT               | -   | PARTIALLY_REFUNDED -                        | PARTIALLY_REFUNDED -
			PARTIALLY_REFUNDED | PAID               | -   | PARTIALLY_REFUNDED -                        | PARTIALLY_REFUNDED -
			PARTIALLY_REFUNDED | CANCELLED          | ask | PARTIALLY_REFUNDED Disputed by poll         | PARTIALLY_REFUNDED -
			PARTIALLY_REFUNDED | EXPIRED            | ask | PARTIALLY_REFUNDED Disputed by poll         | PARTIALLY_REFUNDED -
			PARTIALLY_REFUNDED | PARTIALLY_REFUNDED | -   | PARTIALLY_REFUNDED -                        | PARTIALLY_REFUNDED -
			PARTIALLY_REFUNDED | REFUNDED           | -   | REFUNDED Refunded in full                   | REFUNDED Refunded in full
			REFUNDED           | INIT               | -   | REFUNDED -                                  | REFUNDED -
			REFUNDED           | PAID               | -   | REFUNDED -                                  | REFUNDED -
			REFUNDED           | CANCELLED          | -   | REFUNDED -                                  | REFUNDED -
			REFUNDED           | EXPIRED            | -   | REFUNDED -                                  | REFUNDED -
			REFUNDED           | PARTIALLY_REFUNDED | -   | REFUNDED -                                  | REFUNDED -
			REFUNDED           | REFUNDED           | -   | REFUNDED -                                  | REFUNDED -
			""";

	private static final Map<String, String> EVENTS_ON_THE_WAY = Map.of("INIT", "", "PAID", "Paid", "CANCELLED",
			"Cancelled", "EXPIRED", "Expired", "PARTIALLY_REFUNDED", "Paid, Refunded in part", "REFUNDED",
			"Paid, Refunded in full");

	private static final List<Case> CASES = TABLE.lines().flatMap(Case::ofRow).toList();

	private static final Map<String, Result> results = new HashMap<>();

	private static final KaspiApiStub api = new KaspiApiStub();

	private static ConfigurableApplicationContext application;

	private static KaspiOrderService orders;

	private static WebhookSender sender;

	@BeforeAll
	static void sendAll() {
		application = ShopApplication.start(api, List.of(), ShopApplication.WITHOUT_SECURITY,
				"kaspi.pay.events.concurrency=1", "kaspi.pay.rate-limit.requests-per-minute=100000");
		orders = application.getBean(KaspiOrderService.class);
		sender = new WebhookSender(application);
		ExecutorService threads = Executors.newFixedThreadPool(12);
		try {
			CompletableFuture
				.allOf(CASES.stream()
					.map((testCase) -> CompletableFuture.runAsync(() -> send(testCase), threads))
					.toArray(CompletableFuture<?>[]::new))
				.join();
		}
		finally {
			threads.shutdownNow();
		}
		KaspiOrderLedger ledger = application.getBean(KaspiOrderLedger.class);
		await().untilAsserted(() -> assertThat(CASES).allSatisfy((testCase) -> {
			if (testCase.isClaimHeld()) {
				assertThat(api.statusCalls(testCase.id())).isPositive();
			}
			else {
				assertThat(Objects.requireNonNull(ledger.findByOrderId(testCase.id())).unconfirmed()).isNull();
			}
		}));
		for (Case testCase : CASES) {
			int questions = api.statusCalls(testCase.id());
			KaspiOrder known = orders.findByReference(testCase.id()).orElseThrow();
			KaspiOrder asked = orders.get(testCase.id());
			results.put(testCase.id(), new Result(questions, known.status().value(), asked.status().value()));
		}
		awaitAllEventsWrittenSoFar();
	}

	/**
	 * Events are delivered one at a time here, the oldest first.
	 */
	private static void awaitAllEventsWrittenSoFar() {
		orders.create(KaspiOrderRequest.builder().amount(25000).reference("fence").build());
		notify("fence", "PAID");
		await().until(() -> !listener().of("fence").isEmpty());
	}

	@AfterAll
	static void stop() {
		application.close();
		api.close();
	}

	private static void send(Case testCase) {
		orders.create(KaspiOrderRequest.builder().amount(25000).reference(testCase.id()).build());
		api.order(testCase.id(), testCase.from(), "25000");
		notify(testCase.id(), testCase.from());
		api.order(testCase.id(), testCase.agrees() ? testCase.to() : testCase.from(), "25000");
		notify(testCase.id(), testCase.to());
	}

	private static void notify(String orderId, String status) {
		assertThat(sender.send(WebhookSender.body(orderId, status, "25000")).statusCode()).isEqualTo(200);
	}

	private static ShopApplication.Listener listener() {
		return application.getBean(ShopApplication.Listener.class);
	}

	@TestFactory
	Stream<DynamicTest> transitions() {
		return CASES.stream().map((testCase) -> DynamicTest.dynamicTest(testCase.toString(), () -> check(testCase)));
	}

	private static void check(Case testCase) {
		Result result = Objects.requireNonNull(results.get(testCase.id()));
		assertThat(result.known()).isEqualTo(testCase.status());
		assertThat(result.asked()).as("after get").isEqualTo(testCase.status());
		assertThat(result.questions()).as("questions").isEqualTo(testCase.asked() ? 1 : 0);
		List<KaspiOrderEvent> events = listener().of(testCase.id());
		assertThat(events).extracting(StatusTransitionsOverHttpTests::describe)
			.containsExactlyElementsOf(testCase.events());
		assertThat(events).extracting(KaspiOrderEvent::eventId).doesNotHaveDuplicates();
		assertThat(events).allSatisfy((event) -> {
			assertThat(event.reference()).isEqualTo(testCase.id());
			assertAmount(event, events);
		});
	}

	/**
	 * How much a part is that was refunded elsewhere nobody says, nor what was left then.
	 */
	private static void assertAmount(KaspiOrderEvent event, List<KaspiOrderEvent> events) {
		if (event instanceof KaspiOrderRefundedEvent refunded) {
			assertThat(refunded.orderAmount()).isEqualByComparingTo("25000");
			boolean partBefore = events.stream()
				.anyMatch((other) -> other instanceof KaspiOrderRefundedEvent part && !part.full());
			if (!refunded.full() || partBefore) {
				assertThat(event.amount()).isNull();
				return;
			}
		}
		assertThat(event.amount()).isEqualByComparingTo("25000");
	}

	@Test
	void allPairsAreThere() {
		int statuses = EVENTS_ON_THE_WAY.size();
		assertThat(CASES).hasSize(2 * statuses * statuses);
		assertThat(CASES).extracting(Case::id).doesNotHaveDuplicates();
	}

	private static String describe(KaspiOrderEvent event) {
		String kind = "";
		if (event instanceof KaspiOrderPaidEvent paid) {
			kind = paid.late() ? "late Paid" : "Paid";
		}
		else if (event instanceof KaspiOrderRefundedEvent refunded) {
			assertThat(refunded.refundedTotal()).isEqualByComparingTo(refunded.full() ? "25000" : "0");
			kind = refunded.full() ? "Refunded in full" : "Refunded in part";
		}
		else if (event instanceof KaspiOrderCancelledEvent) {
			kind = "Cancelled";
		}
		else if (event instanceof KaspiOrderExpiredEvent) {
			kind = "Expired";
		}
		else if (event instanceof KaspiOrderDisputedEvent disputed) {
			assertThat(disputed.reason()).isEqualTo(KaspiOrderDisputedEvent.Reason.STATUS_CONFLICT);
			kind = "Disputed";
		}
		return switch (event.source()) {
			case WEBHOOK -> kind;
			case POLL -> kind + " by poll";
			case PAY_REQUEST -> kind + " by a pay request";
			case API -> kind + " by get";
		};
	}

	private record Result(int questions, String known, String asked) {

	}

	private record Case(String from, String to, boolean agrees, boolean asked, String status, List<String> events) {

		static Stream<Case> ofRow(String row) {
			String[] cells = row.split("\\|");
			return Stream.of(of(cells, true), of(cells, false));
		}

		private static Case of(String[] cells, boolean agrees) {
			String[] expected = cells[agrees ? 3 : 4].strip().split(" ", 2);
			String from = cells[0].strip();
			String all = EVENTS_ON_THE_WAY.get(from) + ", " + expected[1];
			return new Case(from, cells[1].strip(), agrees, cells[2].strip().equals("ask"), expected[0],
					Arrays.stream(all.split(", ")).filter((event) -> !event.isEmpty() && !event.equals("-")).toList());
		}

		/**
		 * A claimed payment of a closed order is believed for a while though the answer
		 * does not show it yet.
		 */
		boolean isClaimHeld() {
			return this.asked && !this.agrees && new KaspiOrderStatus(this.from).isClosed();
		}

		String id() {
			return this.from + "-" + this.to + (this.agrees ? "-agrees" : "-denies");
		}

		@Override
		public String toString() {
			return this.from + " to " + this.to + ", Kaspi Pay " + (this.agrees ? "agrees" : "denies");
		}

	}

}
