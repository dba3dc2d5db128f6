/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.ledger.LedgerKaspiDisputes;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.github.kaspipay.qrapi.KaspiQrReturns;
import io.github.kaspipay.qrapi.QrKaspiPayGateway;
import io.github.kaspipay.qrapi.QrScheme;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * All parts of one merchant of {@code kaspi.pay.merchants}. Internal: for the packages of
 * this starter only.
 *
 * @param settings what is set for it
 * @param window counts its calls
 * @param budget its budget of calls
 * @param tokenStore where its token is kept, or {@code null} for this instance's memory
 * @param tokens gives its token, or {@code null} if its protocol has none
 * @param stores its entries
 * @param figures its ledger's figures, or {@code null} if nobody reads any
 * @param ledger its ledger
 * @param service creates, queries and refunds its orders
 * @param disputes settles its disputes
 * @param poller polls its orders
 */
public record NamedMerchant(MerchantSettings settings, CallWindow window, CallBudget budget,
		@Nullable KaspiTokenStore tokenStore, @Nullable KaspiTokenProvider tokens, MerchantStores.Stores stores,
		@Nullable LedgerFiguresCache figures, KaspiOrderLedger ledger, KaspiOrderService service,
		KaspiDisputes disputes, KaspiOrderPoller poller, @Nullable KaspiQrReturns returns) {

	static NamedMerchant create(MerchantSettings settings, MerchantStores merchantStores, SharedEngine engine) {
		KaspiPayInstrumentation instrumentation = engine.instrumentation().forMerchant(settings.name());
		CallWindow window = engine.callWindow(settings);
		CallBudget budget = MerchantParts.budget(settings, window, engine.clock());
		Wire wire = switch (settings.api()) {
			case CHECK_PAY -> new Wire(null, null, MerchantParts.checkPayGateway(settings, budget, instrumentation,
					engine.sslBundles(), engine.ledgerClock()), null);
			case QR -> qrApi(settings, budget, instrumentation, engine);
			case ORDERS -> ordersApi(settings, budget, instrumentation, engine);
		};
		KaspiPayGateway gateway = wire.gateway();
		MerchantStores.Stores stores = merchantStores.of(settings.name(), Capabilities.of(gateway));
		KaspiOrderLedger ledger = new KaspiOrderLedger(stores.ledger(), engine.ledgerClock(), engine.dispatch(),
				settings.properties().ledger().retention(), instrumentation);
		return new NamedMerchant(settings, window, budget, wire.tokenStore(), wire.tokens(), stores,
				engine.figures(stores.figures()), ledger,
				new LedgerKaspiOrderService(ledger, stores.polls(), stores.leases(), gateway, engine.ledgerClock()),
				new LedgerKaspiDisputes(ledger),
				new KaspiOrderPoller(ledger, stores.polls(), gateway, engine.ledgerClock(), instrumentation),
				wire.returns());
	}

	private static Wire ordersApi(MerchantSettings settings, CallBudget budget, KaspiPayInstrumentation instrumentation,
			SharedEngine engine) {
		KaspiHttpTransport transport = MerchantParts.transport(settings, budget, instrumentation, engine.sslBundles());
		KaspiTokenStore tokenStore = engine.tokenStore(settings);
		KaspiTokenProvider tokens = MerchantParts.tokens(settings, transport, tokenStore, engine.clock(),
				engine.workers());
		return new Wire(tokenStore, tokens, MerchantParts.gateway(settings, transport, tokens), null);
	}

	private static Wire qrApi(MerchantSettings settings, CallBudget budget, KaspiPayInstrumentation instrumentation,
			SharedEngine engine) {
		boolean withReturns = settings.qrSettings().scheme() == QrScheme.STANDARD;
		QrKaspiPayGateway gateway = MerchantParts.qrGateway(settings,
				MerchantParts.transport(settings, budget, instrumentation, engine.sslBundles()), engine.devices(),
				engine.ledgerClock());
		return new Wire(null, null, gateway, withReturns ? gateway.returns() : null);
	}

	public String name() {
		return this.settings.name();
	}

	@Override
	public String toString() {
		return "NamedMerchant[name=" + name() + "]";
	}

	/**
	 * What a merchant's protocol is made of.
	 */
	private record Wire(@Nullable KaspiTokenStore tokenStore, @Nullable KaspiTokenProvider tokens,
			KaspiPayGateway gateway, @Nullable KaspiQrReturns returns) {

	}

}
