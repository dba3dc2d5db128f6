package io.github.kaspipay.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;

/**
 * The path of the DispatcherServlet.
 */
class DispatcherPath {

	/**
	 * The type that Spring Boot describes it with.
	 */
	static final String TYPE = "org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath";

	private final @Nullable DispatcherServletPath servlet;

	DispatcherPath(ObjectProvider<DispatcherServletPath> servlet) {
		this.servlet = servlet.getIfUnique();
	}

	/**
	 * Returns a path within the DispatcherServlet as one within the servlet context.
	 */
	String inContext(String path) {
		return (this.servlet != null) ? this.servlet.getRelativePath(path) : path;
	}

}
