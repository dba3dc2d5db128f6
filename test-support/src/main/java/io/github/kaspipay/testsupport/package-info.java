/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the tests of several modules share: a clock, servers, a browser.
 */
@NullMarked
package io.github.kaspipay.testsupport;

import org.jspecify.annotations.NullMarked;
