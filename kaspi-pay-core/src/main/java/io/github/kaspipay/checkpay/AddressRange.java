/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An IP address, or a range of them in CIDR notation. Never asks a name server. Internal:
 * it may change in any release.
 */
public final class AddressRange {

	private static final Pattern IPV4 = Pattern
		.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

	private static final Pattern IPV6 = Pattern
		.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3})?");

	private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

	private static final int LONGEST_ADDRESS = 45;

	private final byte[] network;

	private final int prefix;

	private AddressRange(byte[] network, int prefix) {
		this.network = network;
		this.prefix = prefix;
	}

	/**
	 * Reads a range.
	 * @param text an IPv4 or IPv6 address, or a range such as {@code 10.0.0.0/8}
	 * @return the range
	 * @throws IllegalArgumentException if it is anything else, a host's name for example
	 */
	public static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		byte[] network = address((slash >= 0) ? text.substring(0, slash) : text);
		String prefix = (slash >= 0) ? text.substring(slash + 1) : null;
		if (network == null || (prefix != null && !PREFIX.matcher(prefix).matches())) {
			throw new IllegalArgumentException("must be an IP address, or a range such as 10.0.0.0/8");
		}
		int bits = network.length * 8;
		int length = (prefix != null) ? Integer.parseInt(prefix) : bits;
		if (length > bits) {
			throw new IllegalArgumentException("must have at most " + bits + " after its /");
		}
		return new AddressRange(network, length);
	}

	/**
	 * Reads an address.
	 * @return its bytes, 4 of them for an IPv4 address in IPv6 notation too, or
	 * {@code null} if it is none
	 */
	static byte @Nullable [] address(String text) {
		boolean literal = text.length() <= LONGEST_ADDRESS
				&& (IPV4.matcher(text).matches() || IPV6.matcher(text).matches());
		try {
			return literal ? InetAddress.getByName(text).getAddress() : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean contains(byte[] address) {
		if (address.length != this.network.length) {
			return false;
		}
		for (int bit = 0; bit < this.prefix; bit += 8) {
			int mask = (this.prefix - bit >= 8) ? 0xff : 0xff << (8 - (this.prefix - bit));
			if (((address[bit / 8] ^ this.network[bit / 8]) & mask & 0xff) != 0) {
				return false;
			}
		}
		return true;
	}

}
