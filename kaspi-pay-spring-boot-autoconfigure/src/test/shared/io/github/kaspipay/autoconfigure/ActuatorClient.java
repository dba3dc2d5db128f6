/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.github.tomakehurst.wiremock.common.Json;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

import org.springframework.context.ApplicationContext;

/**
 * Calls an application's actuator endpoints over HTTP.
 */
public final class ActuatorClient {

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String base;

	public ActuatorClient(ApplicationContext application) {
		this.base = "http://127.0.0.1:" + WebhookSender.port(application) + "/actuator/";
	}

	public HttpResponse<String> get(String path) {
		return send(path, "GET");
	}

	public HttpResponse<String> post(String path) {
		return send(path, "POST");
	}

	public JsonNode json(String path) {
		return Json.node(get(path).body());
	}

	private HttpResponse<String> send(String path, String method) {
		URI uri = URI.create(this.base + path.replace("[", "%5B").replace("]", "%5D"));
		try {
			return client.send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
					BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
