/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Keeps who is at the other end of a connection, before another valve of Tomcat's
 * believes a header.
 */
final class PeerValve extends ValveBase {

	PeerValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		request.setAttribute(ServletPeer.ATTRIBUTE, ServletPeer.received(request));
		getNext().invoke(request, response);
	}

}
