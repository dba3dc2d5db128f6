/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletPath;

/**
 * The path of the DispatcherServlet. Internal: for the packages of this starter only.
 */
public class DispatcherPath {

	/**
	 * The type that Spring Boot describes it with.
	 */
	public static final String TYPE = "org.springframework.boot.autoconfigure.web.servlet.DispatcherServletPath";

	private final @Nullable DispatcherServletPath servlet;

	DispatcherPath(ObjectProvider<DispatcherServletPath> servlet) {
		this.servlet = servlet.getIfUnique();
	}

	/**
	 * Returns a path within the DispatcherServlet as one within the servlet context.
	 */
	public String inContext(String path) {
		return (this.servlet != null) ? this.servlet.getRelativePath(path) : path;
	}

}
