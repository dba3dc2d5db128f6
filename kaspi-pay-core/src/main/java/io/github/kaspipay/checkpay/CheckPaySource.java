/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.util.ArrayList;
import java.util.List;

/**
 * Says whether a request comes from Kaspi, by its address: nothing of it is signed.
 * Immutable. Internal: it may change in any release.
 */
public final class CheckPaySource {

	private final List<AddressRange> allowed;

	private final List<AddressRange> trustedProxies;

	/**
	 * Creates the check.
	 * @param allowed where Kaspi calls from
	 * @param trustedProxies the proxies whose word on who called them counts
	 */
	public CheckPaySource(List<AddressRange> allowed, List<AddressRange> trustedProxies) {
		this.allowed = List.copyOf(allowed);
		this.trustedProxies = List.copyOf(trustedProxies);
	}

	/**
	 * Looks at where a request came from. The caller of a trusted proxy is the last one
	 * in {@code X-Forwarded-For}, for each proxy adds its own caller at the end; what is
	 * before that is the caller's word only.
	 * @param peer the address at the other end of the connection
	 * @param forwardedFor all lines of {@code X-Forwarded-For}, in order
	 * @return whether it is Kaspi's
	 */
	public boolean isAllowed(String peer, List<String> forwardedFor) {
		List<String> hops = new ArrayList<>();
		for (String line : forwardedFor) {
			hops.addAll(List.of(line.split(",", -1)));
		}
		byte[] address = AddressRange.address(withoutZone(peer));
		while (address != null && isIn(this.trustedProxies, address)) {
			address = hops.isEmpty() ? null : AddressRange.address(hops.remove(hops.size() - 1).strip());
		}
		return address != null && isIn(this.allowed, address);
	}

	private static String withoutZone(String address) {
		int zone = address.indexOf('%');
		return (zone >= 0) ? address.substring(0, zone) : address;
	}

	private static boolean isIn(List<AddressRange> ranges, byte[] address) {
		return ranges.stream().anyMatch((range) -> range.contains(address));
	}

}
