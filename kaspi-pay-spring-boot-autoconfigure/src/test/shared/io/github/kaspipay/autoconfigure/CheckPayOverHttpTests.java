package io.github.kaspipay.autoconfigure;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.checkpay.KaspiAccount;
import io.github.kaspipay.checkpay.KaspiAccountResolver;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
 * Check/pay over real HTTP, from Kaspi's point of view and the listener's.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckPayOverHttpTests {

	private static final String PATH = "/kaspi/check-pay";

	private static final String KASPI = "194.187.247.152";

	private static ConfigurableApplicationContext application;

	private static KaspiOrderService orders;

	private static ShopApplication.Listener listener;

	private static CheckPayCaller kaspi;

	@BeforeAll
	static void start() {
		application = start(List.of(Accounts.class), "kaspi.pay.check-pay.allowed-addresses=127.0.0.1",
				"kaspi.pay.check-pay.service-name=Rugs", "kaspi.pay.check-pay.service-id=7",
				"kaspi.pay.check-pay.account-parameter=8", "management.endpoints.web.exposure.include=*");
		orders = application.getBean(KaspiOrderService.class);
		listener = application.getBean(ShopApplication.Listener.class);
		kaspi = new CheckPayCaller(application, PATH);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
		Class<?>[] sources = Stream.concat(Stream.of(ShopApplication.class), more.stream()).toArray(Class<?>[]::new);
		String[] base = { "server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"kaspi.pay.api=check-pay" };
		return new SpringApplicationBuilder(sources).web(WebApplicationType.SERVLET)
			.run(Stream.concat(Stream.of(base), Stream.of(properties))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	private static KaspiOrder create(KaspiOrderService orders, String reference) {
		return orders.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
	}

	@Test
	void anOrderIsPaidAndReachesTheListenerOnce() {
		KaspiOrder order = create(orders, "paid");
		assertThat(order.paymentUrl()).hasToString("https://kaspi.kz/pay/Rugs?service_id=7&8=paid");
		HttpResponse<String> check = kaspi.check("paid");
		assertThat(check.statusCode()).isEqualTo(200);
		assertThat(check.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
		assertThat(check.body()).contains("\"result\":0", "\"sum\":\"25000.00\"");
		HttpResponse<String> paid = kaspi.pay("1", "paid", "25000.00");
		assertThat(paid.body()).contains("\"result\":0", order.orderId());
		assertThat(kaspi.pay("1", "paid", "25000.00").body()).isEqualTo(paid.body());
		assertThat(kaspi.pay("2", "paid", "25000.00").body()).contains("\"result\":3");
		await().until(() -> !listener.of(order.orderId()).isEmpty());
		assertThat(listener.of(order.orderId())).singleElement()
			.isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (event) -> {
				assertThat(event.reference()).isEqualTo("paid");
				assertThat(event.transactionId()).isEqualTo("1");
				assertThat(event.paidAt()).isEqualTo("2026-03-01T10:00:00Z");
			});
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> orders.refund(order.orderId(), KaspiRefundRequest.full("return")));
	}

	@Test
	void fiftyAtOnceMakeOneEvent() {
		KaspiOrder order = create(orders, "fifty");
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			List<CompletableFuture<String>> answers = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				answers.add(CompletableFuture.supplyAsync(() -> kaspi.pay("50", "fifty", "25000.00").body(), threads));
			}
			assertThat(answers.stream().map(CompletableFuture::join).distinct()).singleElement()
				.asString()
				.contains("\"result\":0");
		}
		finally {
			threads.shutdownNow();
		}
		await().until(() -> !listener.of(order.orderId()).isEmpty());
		assertThat(listener.of(order.orderId())).hasSize(1);
	}

	@Test
	void anAccountOfTheApplicationHasItsEvent() {
		assertThat(kaspi.check("contract-7").body()).contains("\"result\":0", "\"sum\":\"5000.00\"",
				"\"field1\":{\"@name\":\"Contract\",\"#text\":\"№ 7\"}");
		assertThat(kaspi.pay("71", "contract-7", "5000.00").body()).contains("\"result\":0");
		assertThat(kaspi.pay("72", "contract-7", "1.00").body()).contains("\"result\":0");
		await().until(() -> of("71").size() == 1 && of("72").size() == 1);
		assertThat(of("71").get(0)).isInstanceOf(KaspiOrderPaidEvent.class);
		assertThat(of("72").get(0)).isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	private static List<KaspiOrderEvent> of(String transactionId) {
		return listener.all()
			.stream()
			.filter((event) -> (event instanceof KaspiOrderPaidEvent paid && transactionId.equals(paid.transactionId()))
					|| (event instanceof KaspiOrderDisputedEvent disputed
							&& transactionId.equals(disputed.transactionId())))
			.toList();
	}

	@Test
	void whatCannotBeReadIsAnsweredAll200() {
		for (String query : List.of("", "command=pay", "command=pay&txn_id=1&account=paid&sum=1,0",
				"command=pay&txn_id=%FF&account=%FF&sum=%FF", "%00=%00", "a".repeat(6000))) {
			HttpResponse<String> answer = kaspi.get(query);
			assertThat(answer.statusCode()).as(query).isEqualTo(200);
			assertThat(answer.body()).as(query).contains("\"result\":5");
		}
	}

	@Test
	void otherMethodsAndSpellingsAreNotAnswered() throws Exception {
		create(orders, "spelling");
		for (String method : List.of("POST", "PUT", "HEAD", "OPTIONS", "DELETE")) {
			assertThat(kaspi.send(method, "command=check&txn_id=1&account=spelling&sum=1.00").statusCode()).as(method)
				.isEqualTo(405);
		}
		for (String path : List.of(PATH + "/", PATH + ";a=b", "/" + PATH, "/kaspi/./check-pay", "/kaspi/%63heck-pay",
				"/Kaspi/check-pay", "/kaspi/x/../check-pay", PATH + ".json", PATH + "/x", "/kaspi;x/check-pay")) {
			assertThat(kaspi.raw(path, "command=pay&txn_id=9&account=spelling&sum=25000.00")).as(path)
				.isBetween(400, 499);
		}
		assertThat(kaspi.check("spelling").body()).contains("\"result\":0");
	}

	@Test
	void operatorsHaveTheirEndpoint() {
		assertThat(application.getBean(KaspiPayEndpoint.class)).isNotNull();
		assertThat(application.getBean(KaspiPayEndpoint.class).act("refresh-token").getStatus()).isEqualTo(404);
	}

	@Test
	void speaksNothingElse() {
		assertThat(application.getBeanProvider(KaspiHttpTransport.class).stream()).isEmpty();
		assertThat(application.getBeanProvider(KaspiWebhookProcessor.class).stream()).isEmpty();
	}

	@Test
	void foreignCallersAreRefusedWhateverTheyClaim(CapturedOutput output) {
		try (ConfigurableApplicationContext shop = start(List.of())) {
			create(shop.getBean(KaspiOrderService.class), "foreign");
			CheckPayCaller caller = new CheckPayCaller(shop, PATH);
			for (String[] headers : List.of(new String[0], new String[] { "X-Forwarded-For", KASPI },
					new String[] { "Forwarded", "for=" + KASPI }, new String[] { "X-Real-IP", KASPI },
					new String[] { "X-Forwarded-For", KASPI, "X-Forwarded-For", KASPI })) {
				HttpResponse<String> answer = caller.pay("1", "foreign", "25000.00", headers);
				assertThat(answer.statusCode()).isEqualTo(403);
				assertThat(answer.body()).isEmpty();
			}
			assertThat(caller.send("POST", "").statusCode()).isEqualTo(403);
			assertThat(output.toString().split("it came from", -1)).hasSize(2);
			assertThat(output).contains("it came from 127.0.0.1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "none", "native", "framework" })
	void aForgedAddressPassesNoForwardHeadersStrategy(String strategy, CapturedOutput output) {
		try (ConfigurableApplicationContext shop = start(List.of(), "server.forward-headers-strategy=" + strategy)) {
			create(shop.getBean(KaspiOrderService.class), "forged");
			CheckPayCaller caller = new CheckPayCaller(shop, PATH);
			assertThat(caller.pay("1", "forged", "25000.00", "X-Forwarded-For", KASPI).statusCode()).isEqualTo(403);
			assertThat(caller.pay("1", "forged", "25000.00", "Forwarded", "for=" + KASPI).statusCode()).isEqualTo(403);
			assertThat(output.toString().contains("kaspi.pay.check-pay.trusted-proxies is empty"))
				.isEqualTo(!strategy.equals("none"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "none", "native", "framework" })
	void aTrustedProxyIsBelieved(String strategy) {
		try (ConfigurableApplicationContext shop = start(List.of(), "server.forward-headers-strategy=" + strategy,
				"kaspi.pay.check-pay.trusted-proxies=127.0.0.0/8,10.0.0.0/8")) {
			create(shop.getBean(KaspiOrderService.class), "proxied");
			CheckPayCaller caller = new CheckPayCaller(shop, PATH);
			assertThat(caller.pay("1", "proxied", "25000.00").statusCode()).isEqualTo(403);
			assertThat(caller.pay("1", "proxied", "25000.00", "X-Forwarded-For", KASPI + ", 6.6.6.6").statusCode())
				.isEqualTo(403);
			assertThat(caller
				.pay("1", "proxied", "25000.00", "X-Forwarded-For", "6.6.6.6, " + KASPI, "X-Forwarded-For", "10.1.1.1")
				.body()).contains("\"result\":0");
		}
	}

	@Test
	void xmlSharedSecretAndExpiry() {
		try (ConfigurableApplicationContext shop = start(List.of(), "kaspi.pay.check-pay.allowed-addresses=127.0.0.1",
				"kaspi.pay.check-pay.format=xml", "kaspi.pay.check-pay.shared-secret=s3",
				"kaspi.pay.check-pay.payable-for=100ms", "kaspi.pay.check-pay.path=/pay",
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=/mvc")) {
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
		create(orders, "secured");
		assertThat(application.containsBean("springSecurityFilterChain")).isTrue();
		assertThat(kaspi.check("secured").body()).contains("\"result\":0");
		assertThat(new CheckPayCaller(application, "/other").get("").statusCode()).isIn(401, 302);
	}

	@Test
	void aHandlerForItsPathFailsStartUp() {
		assertThatException().isThrownBy(() -> start(List.of(OwnHandler.class)).close())
			.withStackTraceContaining("GET /kaspi/check-pay is the path of Kaspi's check and pay requests");
	}

	@ParameterizedTest
	@ValueSource(strings = { "check-pay.allowed-addresses=kaspi.kz", "check-pay.trusted-proxies=10.0.0.0/33",
			"check-pay.path=/kaspi/*", "check-pay.path=/kaspi/", "check-pay.shared-secret=${NOT_SET}",
			"check-pay.payable-for=0s", "check-pay.service-name=Rugs", "check-pay.format=csv", "api=qr", "api=other" })
	void wrongSettingsFailStartUp(String property, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(List.of(), "kaspi.pay." + property).close());
		assertThat(output).contains("APPLICATION FAILED TO START",
				"kaspi.pay." + property.substring(0, property.indexOf('=')));
	}

	@Configuration(proxyBeanMethods = false)
	static class Accounts {

		@Bean
		KaspiAccountResolver accounts() {
			return (account) -> account.equals("contract-7")
					? Optional.of(KaspiAccount.due(new java.math.BigDecimal("5000")).withField("Contract", "№ 7"))
					: Optional.empty();
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
