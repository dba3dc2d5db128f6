package io.github.kaspipay.json;

import java.math.BigDecimal;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes an amount in ₸ as a number without an exponent and without trailing zeros after
 * the point: {@code 25000}, {@code 1234.5}. More than 20 digits before or after the point
 * are a {@link tools.jackson.databind.DatabindException}. Thread-safe.
 */
public final class AmountSerializer extends ValueSerializer<BigDecimal> {

	/**
	 * Creates a serializer.
	 */
	public AmountSerializer() {
	}

	@Override
	public void serialize(BigDecimal amount, JsonGenerator generator, SerializationContext context) {
		try {
			generator.writeNumber(Amount.plain(amount).toPlainString());
		}
		catch (IllegalArgumentException ex) {
			context.reportMappingProblem("amount %s", ex.getMessage());
		}
	}

}
