/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports for servers that cannot choose one themselves.
 */
public final class FreePort {

	private static final Set<Integer> found = ConcurrentHashMap.newKeySet();

	private FreePort() {
	}

	/**
	 * Finds a port.
	 * @return one that nobody listens on, another one each time
	 */
	public static int find() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return found.add(socket.getLocalPort()) ? socket.getLocalPort() : find();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
