package io.github.kaspipay.sample.shop;

import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.test.KaspiPaySimulator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * What all pages share.
 */
@ControllerAdvice
class ShopAdvice {

	private static final Logger log = LoggerFactory.getLogger(ShopAdvice.class);

	private final ObjectProvider<KaspiPaySimulator> simulator;

	ShopAdvice(ObjectProvider<KaspiPaySimulator> simulator) {
		this.simulator = simulator;
	}

	@ModelAttribute("phoneUrl")
	@Nullable String phoneUrl() {
		KaspiPaySimulator simulator = this.simulator.getIfAvailable();
		return (simulator != null) ? simulator.baseUrl() + "/phone" : null;
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.BAD_GATEWAY)
	String kaspiFailed(KaspiPayException ex, Model model) {
		log.warn("Kaspi Pay failed", ex);
		model.addAttribute("requestId", ex.getRequestId());
		return "kaspi-failed";
	}

}
