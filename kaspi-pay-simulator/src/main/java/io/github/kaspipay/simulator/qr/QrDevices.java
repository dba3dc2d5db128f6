/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The merchant's trade points, and the devices that were registered at them. Safe for use
 * by several threads.
 */
final class QrDevices {

	static final Map<String, String> TRADE_POINTS = tradePoints();

	private static final int TOKEN_BYTES = 16;

	private final Map<String, Device> byId = new LinkedHashMap<>();

	private final Set<String> disabled = new LinkedHashSet<>();

	private final SecureRandom random = new SecureRandom();

	private static Map<String, String> tradePoints() {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("1", "Rugs, Abay avenue");
		names.put("2", "Rugs, the airport");
		return names;
	}

	/**
	 * Registers a device, or gives the token again that it has.
	 */
	synchronized String register(String deviceId, String tradePointId) {
		requireTradePoint(tradePointId);
		Device known = this.byId.get(deviceId);
		if (known != null && known.active() && !known.tradePointId().equals(tradePointId)) {
			throw new QrException(QrStatusCode.DEVICE_ELSEWHERE);
		}
		Device device = new Device((known != null) ? known.token() : newToken(), tradePointId, true);
		this.byId.put(deviceId, device);
		return device.token();
	}

	synchronized void delete(String token) {
		require(token);
		this.byId.replaceAll((id, device) -> device.token().equals(token)
				? new Device(device.token(), device.tradePointId(), false) : device);
	}

	/**
	 * Finds the trade point of a device that may be used.
	 */
	synchronized String require(@Nullable String token) {
		Device device = this.byId.values()
			.stream()
			.filter((each) -> each.token().equals(token))
			.findFirst()
			.orElseThrow(() -> new QrException(QrStatusCode.DEVICE_UNKNOWN));
		if (!device.active()) {
			throw new QrException(QrStatusCode.DEVICE_INACTIVE);
		}
		return device.tradePointId();
	}

	/**
	 * Finds the trade point of a device that may sell.
	 */
	synchronized String requireEnabled(@Nullable String token) {
		String tradePointId = require(token);
		if (this.disabled.contains(tradePointId)) {
			throw new QrException(QrStatusCode.TRADE_POINT_DISABLED);
		}
		return tradePointId;
	}

	synchronized void disable(String tradePointId, boolean disabled) {
		requireTradePoint(tradePointId);
		if (disabled) {
			this.disabled.add(tradePointId);
		}
		else {
			this.disabled.remove(tradePointId);
		}
	}

	/**
	 * Makes all devices unknown.
	 */
	synchronized void forget() {
		this.byId.clear();
	}

	synchronized void enableAll() {
		this.disabled.clear();
	}

	private static void requireTradePoint(String tradePointId) {
		if (!TRADE_POINTS.containsKey(tradePointId)) {
			throw new QrException(QrStatusCode.TRADE_POINT_NOT_FOUND);
		}
	}

	private String newToken() {
		byte[] token = new byte[TOKEN_BYTES];
		this.random.nextBytes(token);
		return HexFormat.of().formatHex(token);
	}

	private record Device(String token, String tradePointId, boolean active) {

	}

}
