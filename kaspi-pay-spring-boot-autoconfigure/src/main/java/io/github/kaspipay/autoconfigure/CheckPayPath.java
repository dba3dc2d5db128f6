package io.github.kaspipay.autoconfigure;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where Kaspi calls in a servlet container. The endpoint and the rule that lets it past
 * Spring Security both follow it.
 */
class CheckPayPath {

	private final String inServlet;

	private final String inContext;

	/**
	 * Creates the path.
	 * @param inServlet the path as configured, within the DispatcherServlet
	 * @param inContext the path within the servlet context
	 */
	CheckPayPath(String inServlet, String inContext) {
		this.inServlet = inServlet;
		this.inContext = inContext;
	}

	String inServlet() {
		return this.inServlet;
	}

	String inContext() {
		return this.inContext;
	}

	/**
	 * Says whether a request is for this path, letter by letter: what the container reads
	 * as the same is not what was agreed with Kaspi.
	 */
	boolean isOf(HttpServletRequest request) {
		return request.getRequestURI().equals(request.getContextPath() + this.inContext);
	}

}
