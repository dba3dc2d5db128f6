@NullMarked
package io.github.kaspipay.test.example;

import org.jspecify.annotations.NullMarked;
