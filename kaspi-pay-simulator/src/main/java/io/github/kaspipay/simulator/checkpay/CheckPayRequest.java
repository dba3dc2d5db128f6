/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A check or pay request.
 *
 * @param command {@code check} or {@code pay}
 * @param transactionId Kaspi's id of the payment
 * @param account the account
 * @param sum the sum in ₸
 * @param time when the customer paid
 */
record CheckPayRequest(String command, String transactionId, String account, BigDecimal sum, Instant time) {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT)
		.withZone(ZoneId.of("Asia/Almaty"));

	static CheckPayRequest of(CheckPayCall call) {
		return new CheckPayRequest(call.command(), call.transactionId(), call.account(), call.sum(), call.time());
	}

	URI url(URI endpoint, @Nullable String sharedSecret) {
		return URI.create(endpoint + "?command=" + this.command + "&txn_id=" + this.transactionId
				+ (this.command.equals("pay") ? "&txn_date=" + DATE.format(this.time) : "") + "&account="
				+ encode(this.account) + "&sum=" + this.sum.setScale(2).toPlainString()
				+ ((sharedSecret != null) ? "&data1=" + encode(sharedSecret) : ""));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
