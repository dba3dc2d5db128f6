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

	private final KaspiPayProperties properties;

	private final KaspiPayConnectionDetails details;

	private final Environment environment;

	private final @Nullable String servletContextPath;

	CallbackCheck(KaspiPayProperties properties, KaspiPayConnectionDetails details, Environment environment,
			@Nullable String servletContextPath) {
		this.properties = properties;
		this.details = details;
		this.environment = environment;
		this.servletContextPath = servletContextPath;
	}

	/**
	 * Details of the application's own may know the address only later.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (!(this.details instanceof PropertiesKaspiPayConnectionDetails)) {
			return;
		}
		URI callbackUrl = this.properties.callbackUrl();
		String path = webhookPath();
		if (callbackUrl == null) {
			logger.warn("kaspi.pay.callback-url is not set: no webhook comes for an order whose request names no "
					+ "callback URL, and its payment is found by polling only. Set it to the public https address of {}",
					path);
		}
		else if (!path.equals(callbackUrl.getPath())) {
			logger.warn(
					"kaspi.pay.callback-url has the path {}, and webhooks are received at {}. Make them the same, "
							+ "unless a proxy in front of the application maps one to the other",
					callbackUrl.getPath().isEmpty() ? "/" : callbackUrl.getPath(), path);
		}
	}

	private String webhookPath() {
		String contextPath = StringUtils.hasText(this.servletContextPath) ? this.servletContextPath
				: this.environment.getProperty("server.servlet.context-path", "");
		String servletPath = this.environment.getProperty("spring.mvc.servlet.path", "");
		return withoutTrailingSlash(contextPath) + withoutTrailingSlash(servletPath) + this.properties.webhook().path();
	}

	private static String withoutTrailingSlash(String path) {
		return StringUtils.trimTrailingCharacter(path.strip(), '/');
	}

}
