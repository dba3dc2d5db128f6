package io.github.kaspipay.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a {@link KaspiPayConfigurationException} at start-up.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class KaspiPayConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<KaspiPayConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, KaspiPayConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
