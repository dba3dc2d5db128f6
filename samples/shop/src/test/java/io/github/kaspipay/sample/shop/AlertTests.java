/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.testsupport.FreePort;
import io.github.kaspipay.testsupport.RedisProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Makes each situation happen that an alert is about, in a shop with a database and
 * Redis, and lets a real Prometheus say whether the alert's expression becomes true.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT,
		properties = { "spring.autoconfigure.exclude=", "spring.datasource.url=jdbc:h2:mem:alerts",
				"spring.datasource.hikari.connection-timeout=1000", "kaspi.pay.polling.interval=500ms",
				"kaspi.pay.rate-limit.requests-per-minute=10000", "kaspi.pay.events.max-attempts=2",
				"kaspi.pay.events.first-pause=3s" })
@Import(AlertTests.FailingListener.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertTests {

	private static final Path OPERATIONS = Path.of("../../docs/operations");

	private static final String MISSING = "No Prometheus: THE ALERTS ARE NOT EVALUATED. Install one "
			+ "(apt-get install prometheus)";

	private static final Pattern METRIC = Pattern.compile("kaspi_pay_[a-z_]+");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static int port;

	private static RedisProcess redis;

	@Autowired
	KaspiPaySimulator kaspi;

	@Autowired
	KaspiOrderService orders;

	@Autowired
	FailingListener listener;

	@Autowired
	JdbcClient database;

	private final Set<String> raised = new HashSet<>();

	private @Nullable PrometheusServer prometheus;

	@DynamicPropertySource
	static void addresses(DynamicPropertyRegistry registry) {
		port = FreePort.find();
		int simulatorPort = FreePort.find();
		redis = new RedisProcess();
		registry.add("server.port", () -> port);
		registry.add("shop.simulator-port", () -> simulatorPort);
		registry.add("kaspi.pay.base-url", () -> "http://localhost:" + simulatorPort);
		registry.add("spring.data.redis.port", redis::port);
	}

	@BeforeAll
	void watch(@TempDir Path folder) throws IOException {
		Path executable = PrometheusServer.executable().orElse(null);
		if (executable == null) {
			System.err.println("\n*** " + MISSING + " ***\n");
			return;
		}
		this.prometheus = PrometheusServer.start(executable, folder, "127.0.0.1:" + port);
	}

	@AfterAll
	void stop() throws IOException {
		if (this.prometheus != null) {
			this.prometheus.close();
		}
		redis.kill();
	}

	@Test
	@Order(1)
	void quietShopRaisesNone() {
		this.orders.create(KaspiOrderRequest.builder().amount(25_000).build());
		await().atMost(PATIENCE).until(() -> exported().contains("kaspi_pay_calls_available"));
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(rules().values()).noneMatch((rule) -> holds(rule, false)));
	}

	@Test
	@Order(2)
	void eachIsRaisedByWhatItIsAbout() throws IOException {
		during(ApiFault.status(503).on(Operation.CREATE), "KaspiPayNotAnswering", this::tryToCreate);
		during(ApiFault.tooManyRequests(Duration.ofSeconds(1)).on(Operation.CREATE), "KaspiPayBudgetExhausted",
				this::tryToCreate);
		this.kaspi.dropWebhooks(true);
		this.kaspi.payOther(create(), BigDecimal.ONE);
		leaveRefundInDoubt();
		deliverInVain();
		this.kaspi.blockMerchant(true);
		until("KaspiPayMerchantBlocked", this::tryToCreate);
		this.kaspi.blockMerchant(false);
		until("KaspiPayWebhooksRefused", () -> assertThat(postWebhook("{}", "forged")).isEqualTo(401));
		this.database.sql("ALTER TABLE kaspi_pay_webhook RENAME TO elsewhere").update();
		String body = "{\"orderId\":\"unknown\",\"status\":\"PAID\",\"amount\":1}";
		until("KaspiPayWebhooksNotRecorded", () -> assertThat(postWebhook(body, this.kaspi.sign(body))).isEqualTo(503));
		this.database.sql("ALTER TABLE elsewhere RENAME TO kaspi_pay_webhook").update();
		this.kaspi.revokeTokens();
		during(ApiFault.status(401).on(Operation.TOKEN), "KaspiPayCredentialsRefused", this::tryToCreate);
		until("KaspiPayPollsOverdue", () -> this.database
			.sql("UPDATE kaspi_pay_order SET next_poll_at = next_poll_at - 600000 WHERE next_poll_at IS NOT NULL")
			.update());
		// the figures count as unknown after 2 minutes only
		assertThat(holds(rules().get("KaspiPayLedgerUnread")
			.replace("kaspi_pay_events_pending", "(kaspi_pay_events_pending * NaN)"), true)).isTrue();
		this.raised.add("KaspiPayLedgerUnread");
		redis.kill();
		await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
			rules().keySet().forEach(this::isRaised);
			assertThat(this.raised).containsAll(rules().keySet());
		});
	}

	@Test
	@Order(3)
	void everyMetricIsExported() throws IOException {
		Set<String> named = new TreeSet<>();
		for (String file : List.of("alerts.yml", "dashboard.json")) {
			METRIC.matcher(Files.readString(OPERATIONS.resolve(file)))
				.results()
				.map(MatchResult::group)
				.forEach(named::add);
		}
		assertThat(exported()).containsAll(named);
	}

	@Test
	void eachHasAParagraphInTheRunbook() throws IOException {
		String runbook = Files.readString(OPERATIONS.resolve("runbook.md"));
		assertThat(rules().keySet()).allSatisfy((alert) -> assertThat(runbook).contains("## " + alert + "\n"));
	}

	private void during(ApiFault fault, String alert, Runnable attempt) {
		this.kaspi.faults().add(fault);
		until(alert, attempt);
		this.kaspi.faults().clear();
	}

	private void until(String alert, Runnable attempt) {
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
			attempt.run();
			return isRaised(alert);
		});
	}

	private String create() {
		return this.orders.create(KaspiOrderRequest.builder().amount(25_000).build()).orderId();
	}

	private void tryToCreate() {
		assertThatExceptionOfType(KaspiPayException.class).isThrownBy(this::create);
	}

	private void leaveRefundInDoubt() {
		String orderId = create();
		this.kaspi.pay(orderId);
		await().atMost(PATIENCE).until(() -> this.orders.get(orderId).isPaid());
		this.kaspi.faults().add(ApiFault.reset().on(Operation.REFUND).times(1));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.orders.refund(orderId, KaspiRefundRequest.full("a test")));
	}

	/**
	 * One event is parked, another one has waited for its second attempt for long.
	 */
	private void deliverInVain() {
		this.listener.fails = true;
		this.kaspi.pay(create());
		await().atMost(PATIENCE).until(() -> count("state = 'PARKED'") == 1);
		String orderId = create();
		this.kaspi.pay(orderId);
		await().atMost(PATIENCE).until(() -> count("last_error IS NOT NULL AND order_id = '" + orderId + "'") == 1);
		this.database
			.sql("UPDATE kaspi_pay_event SET due_at = due_at + 3600000, occurred_at = occurred_at - 600000"
					+ " WHERE order_id = ?")
			.param(orderId)
			.update();
		this.listener.fails = false;
	}

	private int count(String condition) {
		return this.database.sql("SELECT COUNT(*) FROM kaspi_pay_event WHERE " + condition)
			.query(Integer.class)
			.single();
	}

	private int postWebhook(String body, String signature) {
		return RestClient.create()
			.post()
			.uri("http://localhost:" + port + "/webhook/kaspi")
			.header("X-Kaspi-Signature", signature)
			.body(body)
			.exchange((request, response) -> response.getStatusCode().value());
	}

	private boolean isRaised(String alert) {
		if (holds(rules().get(alert), true)) {
			this.raised.add(alert);
		}
		return this.raised.contains(alert);
	}

	private boolean holds(String expression, boolean withoutPrometheus) {
		return (this.prometheus != null) ? !this.prometheus.query(expression).isEmpty() : withoutPrometheus;
	}

	private static Set<String> exported() {
		String page = RestClient.create()
			.get()
			.uri("http://localhost:" + port + "/actuator/prometheus")
			.retrieve()
			.body(String.class);
		return METRIC.matcher(page).results().map(MatchResult::group).collect(Collectors.toSet());
	}

	/**
	 * Returns the expression of each alert.
	 */
	private static Map<String, String> rules() {
		try {
			Map<String, List<Map<String, List<Map<String, String>>>>> file = new Yaml()
				.load(Files.readString(OPERATIONS.resolve("alerts.yml")));
			Map<String, String> rules = new LinkedHashMap<>();
			file.get("groups").get(0).get("rules").forEach((rule) -> rules.put(rule.get("alert"), rule.get("expr")));
			return rules;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A listener that cannot do its work.
	 */
	static class FailingListener {

		volatile boolean fails;

		@EventListener
		void on(KaspiOrderPaidEvent event) {
			if (this.fails) {
				throw new IllegalStateException("The warehouse is closed");
			}
		}

	}

}
