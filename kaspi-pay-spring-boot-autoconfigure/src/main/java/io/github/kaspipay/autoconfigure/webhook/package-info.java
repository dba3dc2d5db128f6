/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The webhooks, in front of Spring MVC or Spring WebFlux, and their way past Spring
 * Security.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.webhook;

import org.jspecify.annotations.NullMarked;
