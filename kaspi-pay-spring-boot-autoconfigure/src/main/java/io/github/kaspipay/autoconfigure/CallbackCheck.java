package io.github.kaspipay.autoconfigure;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Warns if Kaspi Pay is told no address for webhooks, or another than they are received
 * at.
 */
class CallbackCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(CallbackCheck.class);

	private final MerchantDirectory merchants;

	private final Environment environment;

	private final @Nullable String servletContextPath;

	CallbackCheck(MerchantDirectory merchants, Environment environment, @Nullable String servletContextPath) {
		this.merchants = merchants;
		this.environment = environment;
		this.servletContextPath = servletContextPath;
	}

	/**
	 * Details of the application's own may know the address only later.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.merchants.all()
			.stream()
			.filter((merchant) -> merchant.details() instanceof PropertiesKaspiPayConnectionDetails)
			.forEach(this::check);
	}

	private void check(MerchantSettings merchant) {
		URI callbackUrl = merchant.callbackUrl();
		String property = merchant.property("callback-url");
		String path = inServer(merchant.webhookPath());
		if (callbackUrl == null) {
			logger.warn(
					"{} is not set: no webhook comes for an order whose request names no callback URL, and its "
							+ "payment is found by polling only. Set it to the public https address of {}",
					property, path);
		}
		else if (!path.equals(callbackUrl.getPath())) {
			logger.warn(
					"{} has the path {}, and webhooks are received at {}. Make them the same, unless a proxy in front "
							+ "of the application maps one to the other",
					property, callbackUrl.getPath().isEmpty() ? "/" : callbackUrl.getPath(), path);
		}
	}

	private String inServer(String webhookPath) {
		String contextPath = StringUtils.hasText(this.servletContextPath) ? this.servletContextPath
				: this.environment.getProperty("server.servlet.context-path", "");
		String servletPath = this.environment.getProperty("spring.mvc.servlet.path", "");
		return withoutTrailingSlash(contextPath) + withoutTrailingSlash(servletPath) + webhookPath;
	}

	private static String withoutTrailingSlash(String path) {
		return StringUtils.trimTrailingCharacter(path.strip(), '/');
	}

}
