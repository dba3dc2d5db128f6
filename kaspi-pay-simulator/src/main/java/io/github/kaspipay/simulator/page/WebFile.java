/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.github.kaspipay.simulator.wire.ApiException;

/**
 * The files that the simulator's pages are made of.
 */
final class WebFile {

	private WebFile() {
	}

	/**
	 * Reads a file.
	 * @throws ApiException if there is none of that name
	 */
	static String read(String name) {
		try (InputStream resource = WebFile.class.getResourceAsStream("web/" + name)) {
			if (resource == null) {
				throw new ApiException(404, "NOT_FOUND", "There is no file " + name);
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
