# By the server's hints; the rating may be a statement of its own.
default deny
catalog "shop.tools.json"
rate order_lookup: read
allow order_lookup, search_orders: read
