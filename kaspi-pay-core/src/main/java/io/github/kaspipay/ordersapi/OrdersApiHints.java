/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import io.github.kaspipay.http.HttpInterfaceHints;

/**
 * The HTTP interfaces of this protocol, for native images.
 */
class OrdersApiHints extends HttpInterfaceHints {

	OrdersApiHints() {
		super(KaspiOrdersApi.class, KaspiTokenApi.class);
	}

}
