package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

import org.springframework.format.Printer;
import org.springframework.stereotype.Component;

/**
 * Shows amounts as people in Kazakhstan write them: {@code 25 000 ₸}. Templates use it
 * through <code>${{…}}</code>.
 */
@Component
class TengePrinter implements Printer<BigDecimal> {

	private static final char NO_BREAK_SPACE = '\u00A0';

	@Override
	public String print(BigDecimal amount, Locale locale) {
		DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.ROOT);
		symbols.setGroupingSeparator(NO_BREAK_SPACE);
		symbols.setDecimalSeparator(',');
		String pattern = (amount.stripTrailingZeros().scale() > 0) ? "#,##0.00" : "#,##0";
		return new DecimalFormat(pattern, symbols).format(amount) + NO_BREAK_SPACE + "₸";
	}

}
