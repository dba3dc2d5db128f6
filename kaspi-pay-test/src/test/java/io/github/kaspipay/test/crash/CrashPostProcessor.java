package io.github.kaspipay.test.crash;

import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.order.KaspiPayGateway;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts {@link CrashStore} and {@link CrashGateway} around the store and the gateway.
 */
class CrashPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<FaultPoints> faults;

	CrashPostProcessor(ObjectProvider<FaultPoints> faults) {
		this.faults = faults;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof KaspiOrderStore store) {
			return new CrashStore(store, this.faults.getObject());
		}
		return (bean instanceof KaspiPayGateway gateway) ? new CrashGateway(gateway, this.faults.getObject()) : bean;
	}

}
