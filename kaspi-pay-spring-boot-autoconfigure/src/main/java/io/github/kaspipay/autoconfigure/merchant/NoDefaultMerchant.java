/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;

/**
 * Stands for the default merchant where only others are set: says so, whatever it is
 * asked for. Internal: for the packages of this starter only.
 */
public class NoDefaultMerchant implements KaspiOrderService {

	private final Collection<String> others;

	public NoDefaultMerchant(Collection<String> others) {
		this.others = others;
	}

	@Override
	public KaspiOrder create(KaspiOrderRequest request) {
		throw absent();
	}

	@Override
	public KaspiOrder get(String orderId) {
		throw absent();
	}

	@Override
	public Optional<KaspiOrder> findByOrderId(String orderId) {
		throw absent();
	}

	@Override
	public Optional<KaspiOrder> findByReference(String reference) {
		throw absent();
	}

	@Override
	public KaspiRefund refund(String orderId, KaspiRefundRequest request) {
		throw absent();
	}

	@Override
	public KaspiOrder cancel(String orderId) {
		throw absent();
	}

	@Override
	public List<KaspiRefund> refunds(String orderId) {
		throw absent();
	}

	/**
	 * Returns what gives no token, and says so.
	 */
	public KaspiTokenProvider tokens() {
		return new KaspiTokenProvider() {

			@Override
			public KaspiAccessToken getToken() {
				throw absent();
			}

			@Override
			public void invalidate(KaspiAccessToken token) {
			}

		};
	}

	private IllegalStateException absent() {
		return new IllegalStateException("There is no default merchant: kaspi.pay.merchant-id, kaspi.pay.client-id and "
				+ "kaspi.pay.client-secret are not set. Set them, or use KaspiMerchants.get(name) with one of "
				+ String.join(", ", this.others));
	}

}
