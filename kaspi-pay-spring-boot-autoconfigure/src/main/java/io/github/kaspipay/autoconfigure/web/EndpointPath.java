/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

/**
 * Where a merchant's endpoint is in a reactive web application. Internal: for the
 * packages of this starter only.
 *
 * @param merchant the merchant's name; empty for the default one
 * @param value the path, as the application's own handlers are mapped
 */
public record EndpointPath(String merchant, String value) {

}
