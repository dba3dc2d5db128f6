/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.condition;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.kaspipay.autoconfigure.KaspiPayProperties.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Goes by {@code kaspi.pay.api} as it is bound. What cannot be bound fails start-up
 * elsewhere, with a message of its own.
 */
class OnKaspiApiCondition extends SpringBootCondition {

	private static final Bindable<Map<String, Merchant>> MERCHANTS = Bindable.mapOf(String.class, Merchant.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnKaspiApi> condition = metadata.getAnnotations().get(ConditionalOnKaspiApi.class);
		Binder binder = Binder.get(context.getEnvironment());
		Set<Api> configured = EnumSet.of(ofDefault(binder));
		if (condition.getBoolean("ofAnyMerchant")) {
			configured.addAll(ofOthers(binder, ofDefault(binder)));
		}
		return new ConditionOutcome(
				List.of(condition.getEnumArray("value", Api.class)).stream().anyMatch(configured::contains),
				ConditionMessage.forCondition(ConditionalOnKaspiApi.class).because("kaspi.pay.api is " + configured));
	}

	private static Api ofDefault(Binder binder) {
		try {
			return binder.bind("kaspi.pay.api", Api.class).orElse(Api.ORDERS);
		}
		catch (BindException ex) {
			return Api.ORDERS;
		}
	}

	private static Collection<Api> ofOthers(Binder binder, Api ofDefault) {
		try {
			return binder.bind("kaspi.pay.merchants", MERCHANTS)
				.orElse(Map.of())
				.values()
				.stream()
				.map((merchant) -> (merchant.api() != null) ? merchant.api() : ofDefault)
				.toList();
		}
		catch (BindException ex) {
			return List.of();
		}
	}

	/**
	 * What matters here of a merchant.
	 */
	record Merchant(@Nullable Api api) {

	}

}
