/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import io.github.kaspipay.http.HttpInterfaceHints;

/**
 * The HTTP interface of this protocol, for native images.
 */
class QrApiHints extends HttpInterfaceHints {

	QrApiHints() {
		super(QrApi.class);
	}

}
