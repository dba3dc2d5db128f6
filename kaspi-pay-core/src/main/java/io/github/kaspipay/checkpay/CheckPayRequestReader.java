/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.kaspipay.checkpay.CheckPayRequest.Command;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as strictly as money demands: what could be read in two ways is
 * unreadable.
 */
final class CheckPayRequestReader {

	private static final int MAX_ACCOUNT = 200;

	private static final Pattern TRANSACTION_ID = Pattern.compile("[0-9]{1,18}");

	private static final Pattern SUM = Pattern.compile("[0-9]{1,13}(\\.[0-9]{1,2})?");

	private static final Pattern DATE = Pattern.compile("[0-9]{14}");

	private static final DateTimeFormatter DATE_FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	CheckPayRequest read(QueryParameters parameters) throws UnreadableRequestException {
		String transactionId = transactionId(parameters);
		if (transactionId == null) {
			throw new UnreadableRequestException("txn_id must be 1 to 18 digits", CheckPayResult.ERROR, "");
		}
		Command command = command(parameters, transactionId);
		BigDecimal sum = sum(parameters, command, transactionId);
		Instant date = date(parameters, transactionId);
		return new CheckPayRequest(command, transactionId, account(parameters, transactionId), sum, date);
	}

	/**
	 * Returns Kaspi's id of the payment, or {@code null} if it cannot be read.
	 */
	@Nullable String transactionId(QueryParameters parameters) {
		String text = parameters.get("txn_id");
		return (text != null && TRANSACTION_ID.matcher(text).matches()) ? text : null;
	}

	private static Command command(QueryParameters parameters, String transactionId) throws UnreadableRequestException {
		String text = parameters.get("command");
		if ("check".equals(text)) {
			return Command.CHECK;
		}
		if ("pay".equals(text)) {
			return Command.PAY;
		}
		throw new UnreadableRequestException("command must be check or pay", CheckPayResult.ERROR, transactionId);
	}

	private static BigDecimal sum(QueryParameters parameters, Command command, String transactionId)
			throws UnreadableRequestException {
		String text = parameters.get("sum");
		if (text != null && SUM.matcher(text).matches()) {
			BigDecimal sum = plain(new BigDecimal(text));
			if (sum.signum() > 0 || command == Command.CHECK) {
				return sum;
			}
		}
		throw new UnreadableRequestException("sum must be an amount such as 200.00", CheckPayResult.ERROR,
				transactionId);
	}

	/**
	 * Takes the zeros after the point away, as the ledger does.
	 */
	private static BigDecimal plain(BigDecimal sum) {
		BigDecimal stripped = sum.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	private static @Nullable Instant date(QueryParameters parameters, String transactionId)
			throws UnreadableRequestException {
		if (!parameters.has("txn_date")) {
			return null;
		}
		String text = parameters.get("txn_date");
		try {
			if (text != null && DATE.matcher(text).matches()) {
				return LocalDateTime.parse(text, DATE_FORMAT).atZone(KaspiPayment.BANK_ZONE).toInstant();
			}
		}
		catch (DateTimeException ex) {
			// no such day, or no such time
		}
		throw new UnreadableRequestException("txn_date must be a time as yyyyMMddHHmmss", CheckPayResult.ERROR,
				transactionId);
	}

	private static String account(QueryParameters parameters, String transactionId) throws UnreadableRequestException {
		String text = parameters.get("account");
		if (text == null || !OrderRules.isVisibleText(text, MAX_ACCOUNT)) {
			throw new UnreadableRequestException("account must be 1 to " + MAX_ACCOUNT + " visible characters",
					CheckPayResult.UNKNOWN_ACCOUNT, transactionId);
		}
		return text;
	}

}
