@NullMarked
package io.github.kaspipay.test;

import org.jspecify.annotations.NullMarked;
