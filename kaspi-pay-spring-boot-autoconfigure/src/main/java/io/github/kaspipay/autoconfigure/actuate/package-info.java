/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What operators see with Spring Boot Actuator: endpoint, health, metrics, and no
 * secrets.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
