/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What applications use of the auto-configuration: properties, connection details and
 * qualifiers. The packages below are for the starter only.
 */
@NullMarked
package io.github.kaspipay.autoconfigure;

import org.jspecify.annotations.NullMarked;
