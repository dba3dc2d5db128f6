/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.time.Clock;

import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.ledger.LedgerFiguresSource;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/**
 * What all merchants share.
 *
 * @param workers the threads
 * @param dispatch delivers the events
 * @param clock the application's clock
 * @param ledgerClock the clock the ledger goes by
 * @param instrumentation the default merchant's instrumentation
 * @param sslBundles the application's TLS settings
 * @param figures the default merchant's figures, or {@code null} if nobody reads any
 * @param shared what goes through Redis, or {@code null} if nothing does
 * @param devices keeps the registered devices of the QR API, or {@code null} for each
 * instance by itself
 * @param qrLimited whether calls of the QR API are limited where a merchant sets nothing
 */
record SharedEngine(KaspiPayWorkers workers, EventDispatch dispatch, Clock clock, Clock ledgerClock,
		KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles,
		@Nullable LedgerFiguresCache figures, @Nullable SharedParts shared, @Nullable QrDeviceStore devices,
		boolean qrLimited) {

	/**
	 * Returns a cache of a merchant's figures, read by the thread that reads them all.
	 */
	@Nullable LedgerFiguresCache figures(LedgerFiguresSource source) {
		return (this.figures != null) ? this.figures.alsoOf(source) : null;
	}

	/**
	 * Returns what counts a merchant's calls. Quick pay has no client id, by which
	 * instances know each other's calls: each counts its own.
	 */
	CallWindow callWindow(MerchantSettings merchant) {
		return switch (merchant.api()) {
			case ORDERS -> limitedWindow(merchant);
			case QR ->
				(this.qrLimited || merchant.hasOwnLimit()) ? limitedWindow(merchant) : MerchantParts.unlimitedWindow();
			case CHECK_PAY -> new LocalCallWindow(MerchantParts.limit(merchant.properties()));
		};
	}

	private CallWindow limitedWindow(MerchantSettings merchant) {
		CallWindow window = (this.shared != null) ? this.shared.callWindow(merchant) : null;
		return (window != null) ? window : MerchantParts.localWindow(merchant);
	}

	@Nullable KaspiTokenStore tokenStore(MerchantSettings merchant) {
		return (this.shared != null) ? this.shared.tokenStore(merchant) : null;
	}

}
