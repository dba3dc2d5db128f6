/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What has happened, and how often: the calls that were made of a simulator.
 */
@NullMarked
package io.github.kaspipay.simulator.journal;

import org.jspecify.annotations.NullMarked;
