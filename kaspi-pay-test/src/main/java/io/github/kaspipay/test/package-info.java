/**
 * Kaspi Pay for tests and development: a simulator of the service, its JUnit extension
 * and its Spring test annotation.
 */
@NullMarked
package io.github.kaspipay.test;

import org.jspecify.annotations.NullMarked;
