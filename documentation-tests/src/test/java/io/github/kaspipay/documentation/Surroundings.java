/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.reactive.ReactiveKaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.test.KaspiPayEvents;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/**
 * What the Java of the documentation takes for granted: beans, and the reader's own code.
 * It is compiled and never run.
 */
public final class Surroundings {

	public static final KaspiOrderService orders = bean();

	public static final ReactiveKaspiOrderService reactiveOrders = bean();

	public static final KaspiOrders allOrders = bean();

	public static final KaspiDisputes disputes = bean();

	public static final KaspiMerchants merchants = bean();

	public static final KaspiOrderLedger ledger = bean();

	public static final KaspiEventDispatcher dispatcher = bean();

	public static final KaspiPaySimulator kaspi = bean();

	public static final KaspiPayEvents events = bean();

	public static final MockMvc mockMvc = bean();

	public static final JdbcClient jdbc = bean();

	public static final KaspiOrderRequest request = bean();

	public static final KaspiOrder order = bean();

	public static final String orderId = bean();

	public static final Instant createdAt = bean();

	public static final Instant paidAt = bean();

	private Surroundings() {
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private static <T> T bean() {
		return (T) null;
	}

	public static void ship(@Nullable String reference) {
	}

	public static List<String> shipped() {
		return List.of();
	}

	/**
	 * A bean of the reader's, whose methods are shown.
	 */
	public abstract static class Component {

		protected final JdbcClient jdbc = Surroundings.jdbc;

	}

	public interface Contracts {

		Optional<Contract> find(String account);

	}

	public interface Contract {

		BigDecimal debt();

		String title();

	}

	public interface Vault {

		String read(String path);

	}

	public interface Shipping {

		List<String> shipped();

	}

	public static class ShopApplication {

		public static void main(String[] args) {
		}

	}

}
