/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.autoconfigure.merchant.PropertiesKaspiPayConnectionDetails;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KaspiPayProperties} and of what IDEs are told of them.
 */
class KaspiPayPropertiesTests {

	private static final JsonNode METADATA = metadata();

	@Test
	void showNoSecret() throws ReflectiveOperationException {
		BindResult<KaspiPayProperties> bound = new Binder(new MapConfigurationPropertySource(
				Map.of("kaspi.pay.merchant-id", "credential-1", "kaspi.pay.client-id", "credential-2",
						"kaspi.pay.client-secret", "credential-3", "kaspi.pay.webhook.secret", "credential-4",
						"kaspi.pay.webhook.previous-secret", "credential-5", "kaspi.pay.proxy.host", "proxy.example",
						"kaspi.pay.proxy.port", "3128", "kaspi.pay.proxy.password", "credential-8",
						"kaspi.pay.token.encryption.key", "credential/6+credential/6+credential/6+cred=",
						"kaspi.pay.token.encryption.other-keys[0]", "credential/7+credential/7+credential/7+cred=")))
			.bind("kaspi.pay", KaspiPayProperties.class);
		KaspiPayProperties properties = bound.get();
		assertThat(properties.webhook().previousSecret()).isEqualTo("credential-5");
		assertThat(properties.toString()).doesNotContain("credential");
		for (RecordComponent component : KaspiPayProperties.class.getRecordComponents()) {
			if (component.getType().isRecord()) {
				assertThat(component.getAccessor().invoke(properties)).asString().doesNotContain("credential");
			}
		}
		assertThat(new PropertiesKaspiPayConnectionDetails(properties).toString()).doesNotContain("credential");
	}

	@Test
	void defaultTimeoutsGiveWayToAShorterCall() {
		KaspiPayProperties properties = bind("kaspi.pay.call-timeout", "1s");
		assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.readTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(bind("kaspi.pay.call-timeout", "5s").connectTimeout()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void baseUrlIsTakenWithoutItsTrailingSlash() {
		assertThat(bind("kaspi.pay.base-url", "https://api.kaspipay.kz:8443/").baseUrl())
			.isEqualTo(URI.create("https://api.kaspipay.kz:8443"));
		assertThat(bind("kaspi.pay.base-url", "http://[::1]:8089/").baseUrl())
			.isEqualTo(URI.create("http://[::1]:8089"));
	}

	private static KaspiPayProperties bind(String property, String value) {
		return new Binder(new MapConfigurationPropertySource(Map.of(property, value)))
			.bind("kaspi.pay", KaspiPayProperties.class)
			.get();
	}

	@Test
	void everyPropertyIsDescribedWithItsDefault() {
		List<String> expected = new ArrayList<>();
		collect(KaspiPayProperties.class, "kaspi.pay", expected);
		assertThat(expected).hasSizeGreaterThan(30);
		List<String> described = new ArrayList<>();
		for (JsonNode property : METADATA.get("properties")) {
			assertThat(property.path("description").asString("")).as(property.get("name").asString()).endsWith(".");
			if (property.get("name").asString().startsWith("kaspi.pay.")) {
				described.add(property.get("name").asString() + " " + property.has("defaultValue"));
			}
		}
		assertThat(described).containsExactlyInAnyOrderElementsOf(expected);
	}

	private static void collect(Class<?> type, String prefix, List<String> names) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				collect(component.getType(), name, names);
			}
			else {
				names.add(name + " "
						+ Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
							.filter((parameter) -> parameter.getName().equals(component.getName()))
							.anyMatch((parameter) -> parameter.isAnnotationPresent(DefaultValue.class)));
			}
		}
	}

	@Test
	void defaultsAreThoseOfTheContract() {
		assertThat(defaultOf("kaspi.pay.environment")).isEqualTo("production");
		assertThat(defaultOf("kaspi.pay.scope")).isEqualTo("payment.orders");
		assertThat(defaultOf("kaspi.pay.webhook.path")).isEqualTo("/webhook/kaspi");
		assertThat(defaultOf("kaspi.pay.webhook.signature-header")).isEqualTo("X-Kaspi-Signature");
		assertThat(defaultOf("kaspi.pay.webhook.max-body-size")).isEqualTo("64KB");
		assertThat(defaultOf("kaspi.pay.token.refresh-before-expiry")).isEqualTo("5m");
		assertThat(defaultOf("kaspi.pay.polling.interval")).isEqualTo("30s");
		assertThat(defaultOf("kaspi.pay.polling.duration")).isEqualTo("5m");
		assertThat(defaultOf("kaspi.pay.polling.give-up-after")).isEqualTo("30m");
		assertThat(defaultOf("kaspi.pay.fees.qr-rate")).isEqualTo("0.005");
	}

	@Test
	void languagesAreHinted() {
		List<String> languages = new ArrayList<>();
		for (JsonNode hint : METADATA.get("hints")) {
			if (hint.get("name").asString().equals("kaspi.pay.language")) {
				hint.get("values").forEach((value) -> languages.add(value.get("value").asString()));
			}
		}
		assertThat(languages).containsExactly("ru", "kk", "en");
	}

	@Test
	void enumerationsAreKnownByTheirType() {
		assertThat(typeOf("kaspi.pay.environment")).isEqualTo(KaspiPayProperties.Environment.class.getName());
		assertThat(typeOf("kaspi.pay.webhook.signed-content"))
			.isEqualTo("java.util.Set<io.github.kaspipay.webhook.SignedContent>");
	}

	private static String defaultOf(String name) {
		JsonNode value = property(name).get("defaultValue");
		return value.asString();
	}

	private static String typeOf(String name) {
		return property(name).get("type").asString();
	}

	private static JsonNode property(String name) {
		for (JsonNode property : METADATA.get("properties")) {
			if (property.get("name").asString().equals(name)) {
				return property;
			}
		}
		throw new AssertionError("No property " + name);
	}

	/**
	 * Reads those of the starter; the properties of tests have theirs too.
	 */
	private static JsonNode metadata() {
		String classes = KaspiPayProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try (InputStream json = URI.create(classes + "META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			JsonNode metadata = JsonMapper.shared().readTree(json);
			assertThat(metadata.has("properties")).isTrue();
			return metadata;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
