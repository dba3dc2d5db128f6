/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.create;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

import io.github.kaspipay.benchmarks.figures.Cost;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * Creations of orders by the starter, its ledger in memory and in PostgreSQL, beside
 * {@link RestClient} and Jackson by hand, in turns; Kaspi Pay and PostgreSQL are other
 * processes.
 */
public final class CreateApplication {

	static final String CALLBACK_URL = "https://shop.example/webhook/kaspi";

	static final String RETURN_URL = "https://shop.example/return";

	private static final int CREATIONS = 200;

	private static final int WARM_UP = 40;

	private final String baseUrl;

	private final String jdbcUrl;

	private CreateApplication(String baseUrl, String jdbcUrl) {
		this.baseUrl = baseUrl;
		this.jdbcUrl = jdbcUrl;
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 60 if left out
	 * @throws IOException if Kaspi Pay or PostgreSQL cannot be started
	 */
	public static void main(String[] args) throws IOException {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 60;
		try (KaspiPay kaspiPay = new KaspiPay(); EmbeddedPostgres server = EmbeddedPostgres.start()) {
			CreateApplication application = new CreateApplication(kaspiPay.baseUrl(),
					server.getJdbcUrl("postgres", "postgres"));
			application.compare("in memory", "memory", turns);
			application.compare("in PostgreSQL", "jdbc", turns);
		}
	}

	private void compare(String name, String ledger, int turns) {
		try (ConfigurableApplicationContext starter = start(ledger)) {
			KaspiOrderService service = starter.getBean(KaspiOrderService.class);
			JdbcTemplate jdbc = ledger.equals("jdbc") ? starter.getBean(JdbcTemplate.class) : null;
			if (jdbc != null) {
				ByHand.prepare(jdbc);
			}
			List<List<Cost>> costs = Cost.inTurns(List.of(creations((reference) -> create(service, reference)),
					creations(byHand(jdbc, true)), creations(byHand(jdbc, false))), CREATIONS, WARM_UP, turns);
			System.out.println(compare(name + ", beside the JDK's HTTP client", costs.get(0), costs.get(1)));
			System.out.println(compare(name + ", beside HttpURLConnection", costs.get(0), costs.get(2)));
		}
	}

	private ConfigurableApplicationContext start(String ledger) {
		return new SpringApplicationBuilder(Starter.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run("--kaspi.pay.base-url=" + this.baseUrl, "--kaspi.pay.client-id=demo",
					"--kaspi.pay.client-secret=demo-secret", "--kaspi.pay.merchant-id=MERCHANT123",
					"--kaspi.pay.webhook.secret=demo-webhook-secret", "--kaspi.pay.callback-url=" + CALLBACK_URL,
					"--kaspi.pay.return-url=" + RETURN_URL, "--kaspi.pay.polling.enabled=false",
					"--kaspi.pay.rate-limit.requests-per-minute=1000000", "--kaspi.pay.ledger.type=" + ledger,
					"--kaspi.pay.ledger.initialize-schema=always", "--kaspi.pay.ledger.max-orders=1000000",
					"--spring.datasource.url=" + this.jdbcUrl, "--spring.datasource.username=postgres");
	}

	private ByHand byHand(@Nullable JdbcTemplate jdbc, boolean jdkClient) {
		RestClient.Builder client = RestClient.builder().baseUrl(this.baseUrl);
		return new ByHand(
				jdkClient ? client.build() : client.requestFactory(new SimpleClientHttpRequestFactory()).build(), jdbc);
	}

	private static IntToLongFunction creations(Consumer<String> creation) {
		return (times) -> {
			for (int i = 0; i < times; i++) {
				creation.accept(UUID.randomUUID().toString());
			}
			return times;
		};
	}

	private static void create(KaspiOrderService service, String reference) {
		service.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
	}

	private static String compare(String name, List<Cost> ours, List<Cost> theirs) {
		return String.format(Locale.ROOT, "%s: CPU %.0f µs, %s; allocated %.0f B beside %.0f B, %s; time %.0f µs, %s",
				name, 1e6 * median(ours, Cost::cpu), ratio(ours, theirs, Cost::cpu), median(ours, Cost::bytes),
				median(theirs, Cost::bytes), ratio(ours, theirs, Cost::bytes), 1e6 * median(ours, Cost::seconds),
				ratio(ours, theirs, Cost::seconds));
	}

	/**
	 * What has the starter and a database.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Starter {

	}

}
