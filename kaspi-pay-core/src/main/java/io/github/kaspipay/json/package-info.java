/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Strict JSON as it is on Kaspi Pay's wire, whatever the application's own mapper does.
 * <p>
 * Not meant for applications: it is public only so that the library's other packages
 * reach it, and may change in any release.
 */
@NullMarked
package io.github.kaspipay.json;

import org.jspecify.annotations.NullMarked;
