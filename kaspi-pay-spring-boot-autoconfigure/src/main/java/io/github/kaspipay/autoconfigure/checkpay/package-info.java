/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The endpoint of check/pay, in front of Spring MVC or Spring WebFlux, and who may call
 * it.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.checkpay;

import org.jspecify.annotations.NullMarked;
