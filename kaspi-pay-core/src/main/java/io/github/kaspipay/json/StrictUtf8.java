/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that is refused, rather than mended, where it is malformed: a replaced byte would
 * make the text read differ from the bytes that were signed. Internal: it may change in
 * any release.
 */
public final class StrictUtf8 {

	/**
	 * What the fast decoder puts in the place of malformed bytes.
	 */
	private static final char REPLACEMENT = '\ufffd';

	private StrictUtf8() {
	}

	/**
	 * Decodes bytes. A byte order mark is not removed.
	 * @param bytes the bytes
	 * @return the text
	 * @throws CharacterCodingException if the bytes are not UTF-8
	 */
	public static String decode(byte[] bytes) throws CharacterCodingException {
		String text = new String(bytes, StandardCharsets.UTF_8);
		return (text.indexOf(REPLACEMENT) < 0) ? text
				: StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
	}

}
