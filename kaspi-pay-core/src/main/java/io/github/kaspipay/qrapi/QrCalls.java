/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.http.JsonResponse;
import io.github.kaspipay.http.KaspiCalls;
import io.github.kaspipay.http.KaspiCalls.Attempts;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the QR API's requests, each with a request id of its own. Thread-safe.
 */
final class QrCalls {

	private static final Logger logger = LoggerFactory.getLogger(QrCalls.class);

	private static final String REGISTER = "register device";

	private final SettingNames names;

	private final QrRefusals refusals;

	private final Supplier<QrApi> api;

	private final KaspiCalls calls;

	private final QrSettings settings;

	private final @Nullable Authorization key;

	private final QrDevice device;

	QrCalls(KaspiHttpTransport transport, QrSettings settings, QrDeviceStore devices) {
		this.names = transport.names();
		this.refusals = new QrRefusals(this.names);
		this.api = transport.api(QrApi.class, this.refusals);
		this.calls = transport.calls();
		this.settings = settings;
		this.key = (settings.apiKey() != null) ? new Authorization("Api-Key", settings.apiKey()) : null;
		this.device = new QrDevice(devices, transport.baseUrl(), settings, this::register);
	}

	QrSettings settings() {
		return this.settings;
	}

	KaspiCalls calls() {
		return this.calls;
	}

	/**
	 * Sends a POST.
	 * @param path the call's path, of two parts
	 */
	QrResponse post(String what, Attempts attempts, String path, Map<String, @Nullable Object> members) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>(members);
		body.put("OrganizationBin", this.settings.organizationBin());
		byte[] json = KaspiJson.write(body).getBytes(StandardCharsets.UTF_8);
		String[] parts = path.split("/");
		return request(what, (id) -> this.api.get().post(this.key, attempts.context(), id, parts[0], parts[1], json));
	}

	QrResponse status(String what, Attempts attempts, String group, String id) {
		return request(what, (requestId) -> this.api.get().status(this.key, attempts.context(), requestId, group, id));
	}

	QrResponse details(String what, Attempts attempts, String paymentId, String deviceToken) {
		return request(what, (id) -> this.api.get().details(this.key, attempts.context(), id, paymentId, deviceToken));
	}

	private QrResponse request(String what, Function<String, byte @Nullable []> request) {
		String requestId = UUID.randomUUID().toString();
		Map<String, @Nullable Object> answer = JsonResponse.read(request.apply(requestId), what, this.names);
		return QrResponse.of(answer, what, requestId, this.refusals);
	}

	/**
	 * Makes a call with the device's token. A device that Kaspi does not know any more is
	 * registered again, once.
	 */
	<T> Function<Attempts, T> withDevice(BiFunction<String, Attempts, T> call) {
		return (attempts) -> {
			String token = beforehand(this.device::token);
			try {
				return call.apply(token, attempts);
			}
			catch (KaspiApiException ex) {
				if (!QrRefusals.isOfUnknownDevice(ex)) {
					throw ex;
				}
				logger.info("The device is registered again: {}", ex.getMessage());
				String next = beforehand(() -> this.device.replace(token));
				return call.apply(next, attempts);
			}
		};
	}

	/**
	 * Does what another call needs first. Where that fails, nothing was sent of the call
	 * itself.
	 */
	static <T> T beforehand(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (KaspiServerException | KaspiOrderNotFoundException ex) {
			if (ex instanceof KaspiServerException failure && failure.isRefused()) {
				throw ex;
			}
			throw new KaspiConnectionException("What the call needs first failed; nothing was sent: " + ex.getMessage(),
					ex);
		}
	}

	private String register() {
		return this.calls.asPart(REGISTER, Operation.DEVICE, (attempts) -> attempts.repeatable(() -> {
			Map<String, @Nullable Object> body = new LinkedHashMap<>();
			body.put("DeviceId", this.settings.deviceId());
			body.put("TradePointId", new BigDecimal(this.settings.tradePointId()));
			return post(REGISTER, attempts, "device/register", body).fields().requireText("DeviceToken");
		}));
	}

}
