/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.actuate.OperatorAction;
import io.github.kaspipay.checkpay.KaspiAccount;
import io.github.kaspipay.checkpay.KaspiAccountResolver;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Check/pay over real HTTP, from Kaspi's point of view and the listener's, for each kind
 * of server.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCheckPayTests {

	private static final String PATH = "/kaspi/check-pay";

	private static final String KASPI = "194.187.247.152";

	private ConfigurableApplicationContext application;

	private KaspiOrderService orders;

	private ShopApplication.Listener listener;

	private CheckPayCaller kaspi;

	abstract WebApplicationType type();

	/**
	 * Returns what sets the server up.
	 */
	abstract Class<?>[] server();

	/**
	 * Returns the properties that put paths before those of the application.
	 */
	abstract String[] shopPath();

	@BeforeAll
	void start() {
		this.application = start(List.of(Accounts.class), "kaspi.pay.check-pay.allowed-addresses=127.0.0.1",
				"kaspi.pay.check-pay.service-name=Rugs", "kaspi.pay.check-pay.service-id=7",
				"kaspi.pay.check-pay.account-parameter=8", "management.endpoints.web.exposure.include=*",
				"kaspi.pay.merchants.almaty.check-pay.format=xml",
				"kaspi.pay.merchants.astana.check-pay.path=/astana/pay",
				"kaspi.pay.merchants.astana.check-pay.shared-secret=of-astana");
		this.orders = this.application.getBean(KaspiOrderService.class);
		this.listener = this.application.getBean(ShopApplication.Listener.class);
		this.kaspi = new CheckPayCaller(this.application, PATH);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
		Class<?>[] sources = Stream.of(Stream.of(ShopApplication.class), Stream.of(server()), more.stream())
			.flatMap(Function.identity())
			.toArray(Class<?>[]::new);
		String[] base = { "spring.autoconfigure.exclude=" + ShopApplication.JPA, "server.port=0",
				"server.address=127.0.0.1", "spring.main.banner-mode=off", "kaspi.pay.api=check-pay" };
		return new SpringApplicationBuilder(sources).web(type())
			.run(Stream.concat(Stream.of(base), Stream.of(properties))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	private static KaspiOrder create(KaspiOrderService orders, String reference) {
		return orders.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
	}

	@Test
	void anOrderIsPaidAndReachesTheListenerOnce() {
		KaspiOrder order = create(this.orders, "paid");
		assertThat(order.paymentUrl()).hasToString("https://kaspi.kz/pay/Rugs?service_id=7&8=paid");
		HttpResponse<String> check = this.kaspi.check("paid");
		assertThat(check.statusCode()).isEqualTo(200);
		assertThat(check.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
		assertThat(check.body()).contains("\"result\":0", "\"sum\":\"25000.00\"");
		HttpResponse<String> paid = this.kaspi.pay("1", "paid", "25000.00");
		assertThat(paid.body()).contains("\"result\":0", order.orderId());
		assertThat(this.kaspi.pay("1", "paid", "25000.00").body()).isEqualTo(paid.body());
		assertThat(this.kaspi.pay("2", "paid", "25000.00").body()).contains("\"result\":3");
		await().until(() -> !this.listener.of(order.orderId()).isEmpty());
		assertThat(this.listener.of(order.orderId())).singleElement()
			.isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (event) -> {
				assertThat(event.reference()).isEqualTo("paid");
				assertThat(event.transactionId()).isEqualTo("1");
				assertThat(event.paidAt()).isEqualTo("2026-03-01T10:00:00Z");
			});
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.orders.refund(order.orderId(), KaspiRefundRequest.full("return")));
	}

	@Test
	void fiftyAtOnceMakeOneEvent() {
		KaspiOrder order = create(this.orders, "fifty");
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			List<CompletableFuture<String>> answers = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				answers.add(
						CompletableFuture.supplyAsync(() -> this.kaspi.pay("50", "fifty", "25000.00").body(), threads));
			}
			assertThat(answers.stream().map(CompletableFuture::join).distinct()).singleElement()
				.asString()
				.contains("\"result\":0");
		}
		finally {
			threads.shutdownNow();
		}
		await().until(() -> !this.listener.of(order.orderId()).isEmpty());
		assertThat(this.listener.of(order.orderId())).hasSize(1);
	}

	@Test
	void anAccountOfTheApplicationHasItsEvent() {
		assertThat(this.kaspi.check("contract-7").body()).contains("\"result\":0", "\"sum\":\"5000.00\"",
				"\"field1\":{\"@name\":\"Contract\",\"#text\":\"№ 7\"}");
		assertThat(this.kaspi.pay("71", "contract-7", "5000.00").body()).contains("\"result\":0");
		assertThat(this.kaspi.pay("72", "contract-7", "1.00").body()).contains("\"result\":0");
		await().until(() -> of("71").size() == 1 && of("72").size() == 1);
		assertThat(of("71").get(0)).isInstanceOf(KaspiOrderPaidEvent.class);
		assertThat(of("72").get(0)).isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	private List<KaspiOrderEvent> of(String transactionId) {
		return this.listener.all()
			.stream()
			.filter((event) -> (event instanceof KaspiOrderPaidEvent paid && transactionId.equals(paid.transactionId()))
					|| (event instanceof KaspiOrderDisputedEvent disputed
							&& transactionId.equals(disputed.transactionId())))
			.toList();
	}

	@Test
	void whatCannotBeReadIsAnsweredAll200() {
		for (String query : List.of("", "command=pay", "command=pay&txn_id=1&account=paid&sum=1,0",
				"command=pay&txn_id=%FF&account=%FF&sum=%FF", "%00=%00", "a".repeat(3000))) {
			HttpResponse<String> answer = this.kaspi.get(query);
			assertThat(answer.statusCode()).as(query).isEqualTo(200);
			assertThat(answer.body()).as(query).contains("\"result\":5");
		}
	}

	@Test
	void otherMethodsAndSpellingsAreNotAnswered() throws Exception {
		create(this.orders, "spelling");
		for (String method : List.of("POST", "PUT", "HEAD", "OPTIONS", "DELETE")) {
			assertThat(this.kaspi.send(method, "command=check&txn_id=1&account=spelling&sum=1.00").statusCode())
				.as(method)
				.isEqualTo(405);
		}
		for (String path : List.of(PATH + "/", PATH + ";a=b", "/" + PATH, "/kaspi/./check-pay", "/kaspi/%63heck-pay",
				"/Kaspi/check-pay", "/kaspi/x/../check-pay", PATH + ".json", PATH + "/x", "/kaspi;x/check-pay")) {
			assertThat(this.kaspi.raw(path, "command=pay&txn_id=9&account=spelling&sum=25000.00")).as(path)
				.isBetween(400, 499);
		}
		assertThat(this.kaspi.check("spelling").body()).contains("\"result\":0");
	}

	@Test
	void operatorsHaveTheirEndpoint() {
		assertThat(OperatorAction.statusOf(this.application, "refresh-token")).isEqualTo(404);
	}

	@Test
	void eachMerchantHasItsPathAndNothingOfAnothers() {
		KaspiMerchants merchants = this.application.getBean(KaspiMerchants.class);
		KaspiOrder ofDefault = create(this.orders, "same");
		KaspiOrder ofAlmaty = create(merchants.get("almaty"), "same");
		KaspiOrder ofAstana = create(merchants.get("astana"), "same");
		CheckPayCaller almaty = new CheckPayCaller(this.application, PATH + "/almaty");
		CheckPayCaller astana = new CheckPayCaller(this.application, "/astana/pay");
		assertThat(ofAlmaty.paymentUrl()).isNull();
		assertThat(almaty.pay("800", "same", "25000.00").body()).contains("<result>0</result>", ofAlmaty.orderId());
		assertThat(this.kaspi.pay("800", "same", "25000.00").body()).contains("\"result\":0", ofDefault.orderId());
		assertThat(astana.pay("800", "same", "25000.00&data1=of-almaty").statusCode()).isEqualTo(403);
		String answer = astana.pay("800", "same", "25000.00&data1=of-astana").body();
		assertThat(answer).contains("\"result\":0", ofAstana.orderId());
		assertThat(astana.pay("800", "same", "25000.00&data1=of-astana").body()).isEqualTo(answer);
		assertThat(almaty.check("contract-7").body()).contains("<result>1</result>");
		assertThat(almaty.check("contract-of-almaty").body()).contains("<result>0</result>");
		assertThat(this.kaspi.check("contract-of-almaty").body()).contains("\"result\":1");
		assertThat(merchants.orders("almaty").payments(LocalDate.of(2026, 3, 1))).extracting(KaspiPayment::orderId)
			.containsExactly(ofAlmaty.orderId());
		await().untilAsserted(
				() -> assertThat(this.listener.all().stream().filter((event) -> "same".equals(event.reference())))
					.extracting(KaspiOrderEvent::merchant)
					.containsExactlyInAnyOrder("", "almaty", "astana"));
		assertThat(refused(this.application, "secret", "astana")).isEqualTo(1);
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> merchants.get("astana").refund(ofAstana.orderId(), KaspiRefundRequest.full("return")));
		assertThat(OperatorAction.statusOf(this.application, "refresh-token", "astana")).isEqualTo(404);
	}

	static double refused(ConfigurableApplicationContext shop, String reason, String merchant) {
		return shop.getBean(MeterRegistry.class)
			.get("kaspi.pay.callers.refused")
			.tags("reason", reason, "merchant", merchant)
			.counter()
			.count();
	}

	/**
	 * There are fewer threads that serve connections than look-ups that hang here.
	 */
	@Test
	void lookUpsThatHangHoldUpNoOrder() {
		create(this.orders, "beside");
		Accounts accounts = this.application.getBean(Accounts.class);
		List<CompletableFuture<HttpResponse<String>>> hanging = IntStream.range(0, 12)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> this.kaspi.check("hanging"), accounts.callers))
			.toList();
		await().until(() -> accounts.threads.size() == 12);
		assertThat(this.kaspi.check("beside").body()).contains("\"result\":0");
		assertThat(hanging).noneMatch(CompletableFuture::isDone);
		accounts.released.countDown();
		assertThat(hanging).allSatisfy((answer) -> assertThat(answer.join().body()).contains("\"result\":0"));
		assertThat(accounts.threads).allMatch((thread) -> thread.startsWith("kaspi-pay-check-pay-"));
	}

	@Test
	void speaksNothingElse() {
		assertThat(this.application.getBeanProvider(KaspiHttpTransport.class).stream()).isEmpty();
		assertThat(this.application.getBeanProvider(KaspiWebhookProcessor.class).stream()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "framework" })
	void foreignCallersAreRefusedWhateverTheyClaim(String strategy, CapturedOutput output) {
		refuseForeignCallers(strategy, output);
	}

	@Tag("long")
	@Test
	void foreignCallersAreRefusedWhateverTheServerBelieves(CapturedOutput output) {
		refuseForeignCallers("native", output);
	}

	private void refuseForeignCallers(String strategy, CapturedOutput output) {
		try (ConfigurableApplicationContext shop = start(List.of(), "server.forward-headers-strategy=" + strategy)) {
			create(shop.getBean(KaspiOrderService.class), "foreign");
			CheckPayCaller caller = new CheckPayCaller(shop, PATH);
			for (String[] headers : List.of(new String[0], new String[] { "X-Forwarded-For", KASPI },
					new String[] { "Forwarded", "for=" + KASPI }, new String[] { "X-Real-IP", KASPI },
					new String[] { "X-Forwarded-For", KASPI, "X-Forwarded-For", KASPI },
					new String[] { "X-Forwarded-For", "::ffff:" + KASPI })) {
				HttpResponse<String> answer = caller.pay("1", "foreign", "25000.00", headers);
				assertThat(answer.statusCode()).isEqualTo(403);
				assertThat(answer.body()).isEmpty();
			}
			for (String method : List.of("POST", "HEAD", "OPTIONS")) {
				assertThat(caller.send(method, "").statusCode()).as(method).isEqualTo(403);
			}
			assertThat(output.toString().split("it came from", -1)).hasSize(2);
			assertThat(output).contains("it came from 127.0.0.1");
			assertThat(output.toString().contains("kaspi.pay.check-pay.trusted-proxies is empty"))
				.isEqualTo(!strategy.equals("none"));
			assertThat(refused(shop, "foreign", "default")).isEqualTo(9);
		}
	}

	@Test
	void aTrustedProxyIsBelieved() {
		believeTheTrustedProxy("native");
	}

	@Tag("long")
	@Test
	void aTrustedProxyIsBelievedBehindTheFramework() {
		believeTheTrustedProxy("framework");
	}

	private void believeTheTrustedProxy(String strategy) {
		try (ConfigurableApplicationContext shop = start(List.of(), "server.forward-headers-strategy=" + strategy,
				"kaspi.pay.check-pay.allowed-addresses=" + KASPI + ",2a00:1450::/32",
				"kaspi.pay.check-pay.trusted-proxies=127.0.0.0/8,10.0.0.0/8,fd00::/8")) {
			create(shop.getBean(KaspiOrderService.class), "proxied");
			CheckPayCaller caller = new CheckPayCaller(shop, PATH);
			assertThat(caller.pay("1", "proxied", "25000.00").statusCode()).isEqualTo(403);
			for (String claimed : List.of(KASPI + ", 6.6.6.6", KASPI + ",", "", KASPI + ":443", "unknown",
					KASPI + ", x", "2a00:1451::1", "::ffff:6.6.6.6", KASPI + ".", "0302.187.247.152", "10.0.0.1")) {
				assertThat(caller.pay("1", "proxied", "25000.00", "X-Forwarded-For", claimed).statusCode()).as(claimed)
					.isEqualTo(403);
			}
			for (String claimed : List.of("::ffff:" + KASPI, "2a00:1450:4001::1", "6.6.6.6, " + KASPI + ", fd00::7")) {
				assertThat(caller.get("command=check&txn_id=1&account=proxied&sum=1.00", "X-Forwarded-For", claimed)
					.body()).as(claimed).contains("\"result\":0");
			}
			assertThat(caller
				.pay("1", "proxied", "25000.00", "X-Forwarded-For", "6.6.6.6, " + KASPI, "X-Forwarded-For", "10.1.1.1")
				.body()).contains("\"result\":0");
		}
	}

	@Test
	void xmlSharedSecretAndExpiry() {
		String[] settings = { "kaspi.pay.check-pay.allowed-addresses=127.0.0.1", "kaspi.pay.check-pay.format=xml",
				"kaspi.pay.check-pay.shared-secret=s3", "kaspi.pay.check-pay.payable-for=100ms",
				"kaspi.pay.check-pay.path=/pay" };
		try (ConfigurableApplicationContext shop = start(List.of(),
				Stream.concat(Stream.of(settings), Stream.of(shopPath())).toArray(String[]::new))) {
			KaspiOrder order = create(shop.getBean(KaspiOrderService.class), "xml");
			CheckPayCaller caller = new CheckPayCaller(shop, "/shop/mvc/pay");
			assertThat(order.paymentUrl()).isNull();
			assertThat(caller.pay("1", "xml", "25000.00").statusCode()).isEqualTo(403);
			ShopApplication.Listener heard = shop.getBean(ShopApplication.Listener.class);
			await().until(() -> !heard.of(order.orderId()).isEmpty());
			assertThat(heard.of(order.orderId()).get(0)).isInstanceOf(KaspiOrderExpiredEvent.class);
			HttpResponse<String> check = caller.get("command=check&txn_id=1&account=xml&sum=1.00&data1=s3");
			assertThat(check.body()).contains("<result>2</result>");
			assertThat(check.headers().firstValue("Content-Type")).hasValue("application/xml;charset=UTF-8");
			assertThat(caller.pay("1", "xml", "25000.00&data1=s3").body()).contains("<result>0</result>",
					"<prv_txn>" + order.orderId() + "</prv_txn>");
			await().until(() -> heard.of(order.orderId()).size() == 2);
			assertThat(heard.of(order.orderId()).get(1)).isInstanceOfSatisfying(KaspiOrderPaidEvent.class,
					(paid) -> assertThat(paid.late()).isTrue());
		}
	}

	@Test
	void springSecurityLetsItPassAndNothingElse() {
		create(this.orders, "secured");
		assertThat(this.kaspi.check("secured").body()).contains("\"result\":0");
		assertThat(new CheckPayCaller(this.application, "/other").get("").statusCode()).isIn(401, 302);
	}

	@Test
	void aHandlerForItsPathFailsStartUp() {
		assertThatException().isThrownBy(() -> start(List.of(OwnHandler.class)).close())
			.withStackTraceContaining("GET /kaspi/check-pay is the path of Kaspi's check and pay requests");
	}

	@Configuration(proxyBeanMethods = false)
	static class Accounts {

		final Set<String> threads = ConcurrentHashMap.newKeySet();

		final CountDownLatch released = new CountDownLatch(1);

		final ExecutorService callers = Executors.newCachedThreadPool();

		@PreDestroy
		void stop() {
			this.callers.shutdownNow();
		}

		@Bean
		KaspiAccountResolver accounts() {
			return new KaspiAccountResolver() {

				@Override
				public Optional<KaspiAccount> resolve(String account) {
					return switch (account) {
						case "contract-7" ->
							Optional.of(KaspiAccount.due(new BigDecimal("5000")).withField("Contract", "№ 7"));
						case "hanging" -> {
							Accounts.this.threads.add(Thread.currentThread().getName());
							await().until(() -> Accounts.this.released.getCount() == 0);
							yield Optional.of(KaspiAccount.anyAmount());
						}
						default -> Optional.empty();
					};
				}

				@Override
				public Optional<KaspiAccount> resolve(String account, String merchant) {
					return (account.equals("contract-of-almaty") && merchant.equals("almaty"))
							? Optional.of(KaspiAccount.anyAmount())
							: KaspiAccountResolver.super.resolve(account, merchant);
				}

			};
		}

	}

	@RestController
	static class OwnHandler {

		@GetMapping(PATH)
		String own() {
			return "own";
		}

	}

}
