/**
 * Spring Boot auto-configuration: one for each concern.
 */
@NullMarked
package io.github.kaspipay.autoconfigure;

import org.jspecify.annotations.NullMarked;
