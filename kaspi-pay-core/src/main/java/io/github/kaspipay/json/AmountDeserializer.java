package io.github.kaspipay.json;

import java.math.BigDecimal;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads an amount in ₸ in either of its {@linkplain Amount two shapes}. Anything else is
 * a {@link tools.jackson.databind.exc.MismatchedInputException}, whose message never
 * quotes the value. Thread-safe.
 */
public final class AmountDeserializer extends ValueDeserializer<BigDecimal> {

	/**
	 * Creates a deserializer.
	 */
	public AmountDeserializer() {
	}

	@Override
	public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
		try {
			return Amount.read(context.readTree(parser));
		}
		catch (NumberFormatException ex) {
			// Jackson's own, for an exponent beyond an int; it quotes the value
			return context.reportInputMismatch(this, "amount %s", Amount.TOO_MANY_DIGITS);
		}
		catch (IllegalArgumentException ex) {
			return context.reportInputMismatch(this, "amount %s", ex.getMessage());
		}
	}

}
