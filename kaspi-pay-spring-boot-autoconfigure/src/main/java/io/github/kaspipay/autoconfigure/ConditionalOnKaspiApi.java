package io.github.kaspipay.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if a protocol is the one that {@code kaspi.pay.api} names.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnKaspiApiCondition.class)
@interface ConditionalOnKaspiApi {

	/**
	 * Returns the protocol.
	 * @return the protocol
	 */
	KaspiPayProperties.Api value();

}
