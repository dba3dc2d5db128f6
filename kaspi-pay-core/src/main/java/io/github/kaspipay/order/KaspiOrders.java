package io.github.kaspipay.order;

/**
 * Looks orders up in the ledger, as a back office does. Makes no call. Thread-safe.
 */
public interface KaspiOrders {

	/**
	 * Returns a page of orders, newest first.
	 * @param query which orders
	 * @return the page
	 */
	KaspiOrderPage find(KaspiOrderQuery query);

}
