/**
 * The ledger in a database: PostgreSQL first, MySQL, MariaDB and H2 too.
 */
@NullMarked
package io.github.kaspipay.ledger.jdbc;

import org.jspecify.annotations.NullMarked;
