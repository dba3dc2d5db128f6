package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.autoconfigure.KaspiPayProperties.Api;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Goes by {@code kaspi.pay.api} as it is bound. What cannot be bound fails start-up
 * elsewhere, with a message of its own.
 */
class OnKaspiApiCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Api wanted = metadata.getAnnotations().get(ConditionalOnKaspiApi.class).getEnum("value", Api.class);
		Api configured = configured(context.getEnvironment());
		return new ConditionOutcome(wanted == configured,
				ConditionMessage.forCondition(ConditionalOnKaspiApi.class).because("kaspi.pay.api is " + configured));
	}

	private static Api configured(Environment environment) {
		try {
			return Binder.get(environment).bind("kaspi.pay.api", Api.class).orElse(Api.ORDERS);
		}
		catch (BindException ex) {
			return Api.ORDERS;
		}
	}

}
