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
 * Refuses to start an application that maps an endpoint's method and path itself: its
 * handler would not be called. Handlers for whatever path has no other are left alone.
 */
class EndpointPathConflicts implements SmartInitializingSingleton {

	private final ListableBeanFactory beans;

	private final Collection<Endpoint> endpoints;

	/**
	 * Creates the check.
	 * @param beans the application's beans
	 * @param endpoints the endpoints
	 */
	EndpointPathConflicts(ListableBeanFactory beans, Collection<Endpoint> endpoints) {
		this.beans = beans;
		this.endpoints = endpoints;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Collection<RequestMappingInfoHandlerMapping> mappings = BeanFactoryUtils
			.beansOfTypeIncludingAncestors(this.beans, RequestMappingInfoHandlerMapping.class, true, false)
			.values();
		for (RequestMappingInfoHandlerMapping mapping : mappings) {
			mapping.getHandlerMethods()
				.forEach((info, handler) -> this.endpoints.stream()
					.filter((endpoint) -> isForTheMethod(info, endpoint.method())
							&& isForThePath(info, endpoint.path()))
					.findFirst()
					.ifPresent((endpoint) -> {
						throw endpoint.conflict(handler.toString());
					}));
		}
	}

	private static boolean isForTheMethod(RequestMappingInfo info, RequestMethod method) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(method);
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

	/**
	 * An endpoint of Kaspi's.
	 *
	 * @param method its method
	 * @param path its path, within the DispatcherServlet
	 * @param name what it is, for the message
	 * @param action what to do about a conflict, for the message
	 */
	record Endpoint(RequestMethod method, String path, String name, String action) {

		static Endpoint ofWebhook(ServletWebhookPath path) {
			return new Endpoint(RequestMethod.POST, path.inServlet(), "Kaspi Pay's webhook",
					"Remove that mapping and listen to Kaspi Pay's events, or give the webhook another path with "
							+ MerchantSettings.property(path.merchant(), "webhook.path") + " and "
							+ MerchantSettings.property(path.merchant(), "callback-url")
							+ ". If the application checks webhooks itself, set kaspi.pay.webhook.enabled=false.");
		}

		private KaspiPayConfigurationException conflict(String handler) {
			return new KaspiPayConfigurationException(this.method + " " + this.path + " is the path of " + this.name
					+ ", and the application maps it to " + handler + ", which would not be called for it.",
					this.action);
		}

	}

}
