/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.event;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ClassUtils;

/**
 * Looks at start-up for listeners of Kaspi Pay's events that return before they have done
 * their work, or whose failure nobody sees: the event counts as delivered then. A child
 * context that has listeners fails to start: no event reaches it from its parent.
 */
class ListenerPromiseCheck implements SmartInitializingSingleton, ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(ListenerPromiseCheck.class);

	private static final String TRANSACTIONAL = "org.springframework.transaction.event.TransactionalEventListener";

	private static final String REGISTRY = "org.springframework.modulith.events.core.EventPublicationRegistry";

	private static final String CURE = "Make it a plain @EventListener, or Spring Modulith's @ApplicationModuleListener "
			+ "with its event publication registry";

	private static final String MULTICASTER = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME;

	private final ConfigurableListableBeanFactory beans;

	private final boolean inMemory;

	private final boolean strict;

	private boolean anyListener;

	/**
	 * Creates the check.
	 * @param inMemory whether events are delivered without a transaction
	 * @param strict whether start-up fails
	 */
	ListenerPromiseCheck(ConfigurableListableBeanFactory beans, boolean inMemory, boolean strict) {
		this.beans = beans;
		this.inMemory = inMemory;
		this.strict = strict;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> problems = new ArrayList<>();
		for (BeanFactory each = this.beans; each != null; each = parent(each)) {
			types(each).forEach((type) -> listeners(type).map((method) -> problem(type, method))
				.filter((problem) -> !problem.isEmpty())
				.forEach(problems::add));
		}
		String multicaster = this.anyListener ? multicasterProblem() : "";
		if (!multicaster.isEmpty()) {
			problems.add(multicaster);
		}
		report(problems);
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		ApplicationContext refreshed = event.getApplicationContext();
		BeanFactory child = refreshed.getAutowireCapableBeanFactory();
		if (child != this.beans) {
			types(child).forEach((type) -> listeners(type).findFirst().ifPresent((method) -> {
				throw new KaspiPayConfigurationException(
						"Listener " + ClassUtils.getQualifiedMethodName(method, type)
								+ " is never called: it is in a child of the context that has Kaspi Pay, whose events "
								+ "reach its own listeners and those of its parents.",
						"Move the listener to the context that has Kaspi Pay, or have auto-configuration in the "
								+ "listener's context only.");
			}));
		}
	}

	private static @Nullable BeanFactory parent(BeanFactory beans) {
		BeanFactory parent = (beans instanceof HierarchicalBeanFactory child) ? child.getParentBeanFactory() : null;
		return (parent instanceof ApplicationContext context) ? context.getAutowireCapableBeanFactory() : parent;
	}

	/**
	 * Finds the classes of a context's own beans. Those of the starter listen to none of
	 * its events.
	 */
	private static List<Class<?>> types(BeanFactory context) {
		List<Class<?>> types = new ArrayList<>();
		if (context instanceof ConfigurableListableBeanFactory beans) {
			for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
				Class<?> type = (ScopedProxyUtils.isScopedTarget(name) || name.startsWith("kaspi.pay.")) ? null
						: AutoProxyUtils.determineTargetClass(beans, name);
				if (type != null && !type.getName().startsWith("org.springframework.")) {
					types.add(type);
				}
			}
		}
		return types;
	}

	private void report(List<String> problems) {
		if (this.strict && !problems.isEmpty()) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.events.strict is true, and events would not reach all listeners for certain:\n- "
							+ String.join("\n- ", problems),
					"Fix these listeners, or set kaspi.pay.events.strict=false.");
		}
		problems.forEach(logger::warn);
	}

	private Stream<Method> listeners(Class<?> type) {
		try {
			Set<Method> annotated = !AnnotationUtils.isCandidateClass(type,
					EventListener.class)
							? Set.of()
							: MethodIntrospector
								.selectMethods(type,
										(MethodIntrospector.MetadataLookup<Boolean>) (
												method) -> isAnnotatedForOurEvents(method) ? true : null)
								.keySet();
			List<Method> listeners = new ArrayList<>(annotated);
			if (ApplicationListener.class.isAssignableFrom(type)
					&& isOurs(ResolvableType.forClass(type).as(ApplicationListener.class).getGeneric())) {
				listeners.addAll(Arrays.stream(ClassUtils.getUserClass(type).getMethods())
					.filter((method) -> method.getName().equals("onApplicationEvent") && !method.isBridge())
					.toList());
			}
			this.anyListener |= !listeners.isEmpty();
			return listeners.stream();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("{} cannot be looked at for listeners", type.getName(), ex);
			return Stream.empty();
		}
	}

	private static boolean isAnnotatedForOurEvents(Method method) {
		EventListener annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		if (annotation == null) {
			return false;
		}
		return Arrays.stream(annotation.classes()).anyMatch(KaspiOrderEvent.class::isAssignableFrom)
				|| (method.getParameterCount() == (KotlinDetector.isSuspendingFunction(method) ? 2 : 1)
						&& isOurs(ResolvableType.forMethodParameter(method, 0)));
	}

	private static boolean isOurs(ResolvableType event) {
		ResolvableType payload = PayloadApplicationEvent.class.equals(event.toClass()) ? event.getGeneric() : event;
		return KaspiOrderEvent.class.isAssignableFrom(payload.toClass());
	}

	/**
	 * Says what is wrong with a listener; empty if nothing is.
	 */
	private String problem(Class<?> type, Method method) {
		String listener = "Listener " + ClassUtils.getQualifiedMethodName(method, type);
		MergedAnnotation<?> transactional = annotations(method).get(TRANSACTIONAL);
		boolean async = annotations(method).isPresent(Async.class)
				|| MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(Async.class)
				|| returnsEarly(method);
		boolean fallback = transactional.isPresent() && transactional.getBoolean("fallbackExecution");
		if (transactional.isPresent() && this.inMemory && !fallback) {
			return listener + " is never called: Kaspi Pay's ledger is in memory and delivers events without a "
					+ "transaction. Make it a plain @EventListener, or give the ledger a DataSource";
		}
		if (transactional.isPresent() && !this.inMemory && hasRegistry()) {
			return "";
		}
		if (async) {
			return listener + " is asynchronous: an event counts as delivered before it is handled, and is lost if the "
					+ "listener fails or the application ends. " + CURE;
		}
		boolean afterwards = transactional.isPresent() && !this.inMemory
				&& !"BEFORE_COMMIT".equals(String.valueOf(transactional.getValue("phase").orElse("")));
		return afterwards ? listener + " is called after the event counts as delivered: it is lost if the listener "
				+ "fails or the application ends. " + CURE : "";
	}

	/**
	 * Spring subscribes to what such a listener returns, and does not wait for it.
	 */
	private static boolean returnsEarly(Method method) {
		Class<?> returned = method.getReturnType();
		return KotlinDetector.isSuspendingFunction(method) || CompletionStage.class.isAssignableFrom(returned)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
	}

	private static MergedAnnotations annotations(Method method) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
	}

	private boolean hasRegistry() {
		ClassLoader classLoader = this.beans.getBeanClassLoader();
		return ClassUtils.isPresent(REGISTRY, classLoader) && this.beans
			.getBeanNamesForType(ClassUtils.resolveClassName(REGISTRY, classLoader), true, false).length > 0;
	}

	private String multicasterProblem() {
		if (!this.beans.containsBean(MULTICASTER)
				|| !(this.beans.getBean(MULTICASTER) instanceof SimpleApplicationEventMulticaster multicaster)) {
			return "";
		}
		DirectFieldAccessor fields = new DirectFieldAccessor(multicaster);
		Object executor = fields.isReadableProperty("taskExecutor") ? fields.getPropertyValue("taskExecutor") : null;
		if (executor != null && !(executor instanceof SyncTaskExecutor)) {
			return "The bean " + MULTICASTER + " has a task executor, so that all listeners are asynchronous: an event "
					+ "counts as delivered before it is handled, and is lost if a listener fails. Take the executor "
					+ "away, and have the listeners that may be asynchronous annotated with @Async";
		}
		boolean hides = fields.isReadableProperty("errorHandler") && fields.getPropertyValue("errorHandler") != null;
		return hides ? "The bean " + MULTICASTER + " has an error handler: if it swallows what a listener throws, the "
				+ "event counts as delivered. Take the error handler away" : "";
	}

}
