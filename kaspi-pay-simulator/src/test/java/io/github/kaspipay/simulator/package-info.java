/*
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.github.kaspipay.simulator;

import org.jspecify.annotations.NullMarked;
