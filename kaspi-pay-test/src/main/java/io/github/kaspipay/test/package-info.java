/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Kaspi Pay for tests and development: a simulator of the service, its JUnit extension,
 * its Spring test annotation, and the events that a test has seen.
 */
@NullMarked
package io.github.kaspipay.test;

import org.jspecify.annotations.NullMarked;
