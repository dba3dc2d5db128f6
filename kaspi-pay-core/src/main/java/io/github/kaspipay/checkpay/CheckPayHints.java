/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import io.github.kaspipay.http.HttpInterfaceHints;

/**
 * The HTTP interface of quick pay, for native images.
 */
class CheckPayHints extends HttpInterfaceHints {

	CheckPayHints() {
		super(QuickPayApi.class);
	}

}
