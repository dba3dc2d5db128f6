package io.github.kaspipay.autoconfigure;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where the webhook is in a servlet container. The endpoint and the rule that lets it
 * past Spring Security both follow it.
 */
class ServletWebhookPath {

	private final String inServlet;

	private final String inContext;

	/**
	 * Creates the path.
	 * @param inServlet the path as configured, within the DispatcherServlet
	 * @param inContext the path within the servlet context: the former, after the
	 * DispatcherServlet's own
	 */
	ServletWebhookPath(String inServlet, String inContext) {
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
	 * Says whether a request is for this path, as the container decides it.
	 */
	boolean isOf(HttpServletRequest request) {
		String pathInfo = request.getPathInfo();
		String path = (pathInfo != null) ? request.getServletPath() + pathInfo : request.getServletPath();
		return path.equals(this.inContext);
	}

}
