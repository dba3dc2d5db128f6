package io.github.kaspipay.autoconfigure;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.PathContainer;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Refuses to start an application that maps POST to a webhook's path itself: its handler
 * would not be called for it. Handlers for whatever path has no other are left alone.
 */
class WebhookPathConflicts implements SmartInitializingSingleton {

	private final ListableBeanFactory beans;

	private final Collection<ServletWebhookPath> paths;

	WebhookPathConflicts(ListableBeanFactory beans, Collection<ServletWebhookPath> paths) {
		this.beans = beans;
		this.paths = paths;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Collection<RequestMappingInfoHandlerMapping> mappings = BeanFactoryUtils
			.beansOfTypeIncludingAncestors(this.beans, RequestMappingInfoHandlerMapping.class, true, false)
			.values();
		for (RequestMappingInfoHandlerMapping mapping : mappings) {
			mapping.getHandlerMethods()
				.forEach((info, handler) -> this.paths.stream()
					.filter((path) -> isPost(info) && isForThePath(info, path.inServlet()))
					.findFirst()
					.ifPresent((path) -> {
						throw conflict(path, handler.toString());
					}));
		}
	}

	private static boolean isPost(RequestMappingInfo info) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(RequestMethod.POST);
	}

	/**
	 * Tries a path that nobody maps, too: a pattern that matches it is a fallback.
	 */
	private static boolean isForThePath(RequestMappingInfo info, String path) {
		String other = path.replaceAll("[^/]+", "-");
		return patterns(info).anyMatch((pattern) -> pattern.test(path) && !pattern.test(other));
	}

	private static Stream<Predicate<String>> patterns(RequestMappingInfo info) {
		PathPatternsRequestCondition parsed = info.getPathPatternsCondition();
		if (parsed != null) {
			return parsed.getPatterns()
				.stream()
				.map((pattern) -> (path) -> pattern.matches(PathContainer.parsePath(path)));
		}
		AntPathMatcher matcher = new AntPathMatcher();
		return info.getPatternValues().stream().map((pattern) -> (path) -> matcher.match(pattern, path));
	}

	private static KaspiPayConfigurationException conflict(ServletWebhookPath path, String handler) {
		return new KaspiPayConfigurationException(
				"POST " + path.inServlet() + " is the path of Kaspi Pay's webhook, and the application maps it to "
						+ handler + ", which would not be called for it.",
				"Remove that mapping and listen to Kaspi Pay's events, or give the webhook another path with "
						+ MerchantSettings.property(path.merchant(), "webhook.path") + " and "
						+ MerchantSettings.property(path.merchant(), "callback-url")
						+ ". If the application checks webhooks " + "itself, set kaspi.pay.webhook.enabled=false.");
	}

}
