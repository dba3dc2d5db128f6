/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayQrProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is set for the default merchant and for each further one. Internal: for the
 * packages of this starter only.
 */
public class MerchantDirectory {

	private static final Logger logger = LoggerFactory.getLogger(MerchantDirectory.class);

	private final MerchantSettings ofDefault;

	private final List<MerchantSettings> named;

	/**
	 * Reads the settings of all merchants.
	 * @throws KaspiPayConfigurationException if something is missing or wrong
	 */
	MerchantDirectory(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		this.ofDefault = MerchantSettings.ofDefault(properties, details);
		this.named = properties.merchants()
			.entrySet()
			.stream()
			.map((entry) -> MerchantSettings.named(entry.getKey(), entry.getValue(), properties, details))
			.toList();
		warnOfSharedClients();
		warnOfSharedDevices();
	}

	/**
	 * Returns the settings of all merchants but the default one.
	 */
	public List<MerchantSettings> named() {
		return this.named;
	}

	/**
	 * Returns the settings of all merchants, of the default one first, if there is one.
	 */
	List<MerchantSettings> all() {
		return hasDefault() ? Stream.concat(Stream.of(this.ofDefault), this.named.stream()).toList() : this.named;
	}

	/**
	 * Says whether there is a default merchant: only others may be set.
	 */
	public boolean hasDefault() {
		return !this.ofDefault.isAbsent();
	}

	/**
	 * Returns the settings of those whose protocol is the orders API: it has webhooks and
	 * credentials.
	 */
	public List<MerchantSettings> ofOrders() {
		return all().stream().filter((merchant) -> merchant.api() == KaspiPayProperties.Api.ORDERS).toList();
	}

	Collection<String> names() {
		return all().stream().map(MerchantSettings::name).toList();
	}

	/**
	 * Returns the path of the webhook of each merchant that has one, by the merchant's
	 * name.
	 * @throws KaspiPayConfigurationException if two have the same
	 */
	public Map<String, String> webhookPaths() {
		Map<String, String> merchants = new HashMap<>();
		Map<String, String> paths = new LinkedHashMap<>();
		for (MerchantSettings merchant : ofOrders()) {
			String property = merchant.property("webhook.path");
			String other = merchants.put(merchant.webhookPath(), property);
			if (other != null) {
				throw new KaspiPayConfigurationException(
						other + " and " + property + " are the same path, " + merchant.webhookPath()
								+ ": it would not be known whose webhook came.",
						"Give each merchant a path of its own, or leave both out for the default ones.");
			}
			paths.put(merchant.name(), merchant.webhookPath());
		}
		return paths;
	}

	private void warnOfSharedDevices() {
		Map<List<@Nullable Object>, String> devices = new HashMap<>();
		for (MerchantSettings merchant : all()) {
			KaspiPayQrProperties qr = merchant.properties().qr();
			if (merchant.api() != KaspiPayProperties.Api.QR || qr.tradePointId() == null || qr.deviceId() == null) {
				continue;
			}
			String property = merchant.property("qr.device-id");
			String other = devices
				.put(Arrays.asList(qr.scheme(), qr.organizationBin(), qr.tradePointId(), qr.deviceId()), property);
			if (other != null) {
				logger.warn("{} and {} are the same cash desk of the same trade point, and each merchant registers "
						+ "it for itself. Give each a device-id of its own", other, property);
			}
		}
	}

	private void warnOfSharedClients() {
		Map<List<Object>, String> clients = new HashMap<>();
		for (MerchantSettings merchant : ofOrders()) {
			KaspiPayConnectionDetails details = merchant.details();
			String property = merchant.property("client-id");
			String other = clients.put(List.of(details.getBaseUrl(), details.getClientId()), property);
			if (other != null) {
				logger.warn(
						"{} and {} are the same, and Kaspi Pay counts the calls of both together. With Redis they share "
								+ "one budget: set the same rate-limit.requests-per-minute for both. Without Redis each "
								+ "counts by itself: set them so that their sum is within the limit",
						other, property);
			}
		}
	}

}
