/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The oracle is right where Node.js has spoken.
 */
class SignatureOracleTests {

	static Stream<JsonNode> vectors() {
		return Stream.of("webhook-vectors.json", "webhook-vectors-more.json")
			.map((name) -> Path.of("../kaspi-pay-core/src/test/resources", name))
			.flatMap((file) -> JsonMapper.shared().readTree(file).required("vectors").valueStream());
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void agreesWithNode(JsonNode vector) {
		byte[] body = Base64.getDecoder().decode(vector.required("bodyBase64").stringValue());
		String secret = vector.required("secret").stringValue();
		byte[] stringified = SignatureOracle.stringify(body);
		assertThat(stringified).isNotNull();
		assertThat(new String(stringified, StandardCharsets.UTF_8))
			.isEqualTo(vector.required("jsonStringify").stringValue());
		assertThat(SignatureOracle.sign(body, secret)).isEqualTo(vector.required("rawSignature").stringValue());
		assertThat(SignatureOracle.sign(stringified, secret))
			.isEqualTo(vector.required("jsonStringifySignature").stringValue());
	}

}
