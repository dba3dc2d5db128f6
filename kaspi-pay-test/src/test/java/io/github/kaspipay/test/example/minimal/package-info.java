/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The README's application: the starter and {@code spring-boot-starter-webmvc}, nothing
 * else.
 */
@NullMarked
package io.github.kaspipay.test.example.minimal;

import org.jspecify.annotations.NullMarked;
