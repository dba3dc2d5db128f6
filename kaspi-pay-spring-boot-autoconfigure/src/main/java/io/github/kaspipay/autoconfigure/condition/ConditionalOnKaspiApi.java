/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.condition;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.kaspipay.autoconfigure.KaspiPayProperties;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if a protocol is the one that {@code kaspi.pay.api} names: the default
 * merchant's. Internal: for the packages of this starter only.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnKaspiApiCondition.class)
public @interface ConditionalOnKaspiApi {

	/**
	 * Returns the protocols, one of which it has to be.
	 * @return the protocols
	 */
	KaspiPayProperties.Api[] value();

	/**
	 * Says whether it is enough that one of {@code kaspi.pay.merchants} has it.
	 * @return whether any merchant may have it
	 */
	boolean ofAnyMerchant() default false;

}
