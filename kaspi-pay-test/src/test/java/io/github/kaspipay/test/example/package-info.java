/*
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.github.kaspipay.test.example;

import org.jspecify.annotations.NullMarked;
