/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

import org.springframework.format.Printer;
import org.springframework.stereotype.Component;

/**
 * Shows amounts as the reader's language writes them: {@code 25 000 ₸} in Russian and
 * Kazakh, {@code ₸25,000} in English. Templates use it through <code>${{…}}</code>.
 */
@Component
class TengePrinter implements Printer<BigDecimal> {

	private static final char NO_BREAK_SPACE = '\u00A0';

	@Override
	public String print(BigDecimal amount, Locale locale) {
		boolean english = locale.getLanguage().equals("en");
		DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.ROOT);
		symbols.setGroupingSeparator(english ? ',' : NO_BREAK_SPACE);
		symbols.setDecimalSeparator(english ? '.' : ',');
		String pattern = (amount.stripTrailingZeros().scale() > 0) ? "#,##0.00" : "#,##0";
		String number = new DecimalFormat(pattern, symbols).format(amount);
		return english ? "₸" + number : number + NO_BREAK_SPACE + "₸";
	}

}
