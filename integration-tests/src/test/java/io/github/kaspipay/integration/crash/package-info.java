/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Kills, stops and starves instances of an application and their database, and counts
 * what its listeners did.
 */
@NullMarked
package io.github.kaspipay.integration.crash;

import org.jspecify.annotations.NullMarked;
