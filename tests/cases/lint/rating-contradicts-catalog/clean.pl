# A read-only hint proves nothing, but does not contradict a rating; hidden tools and patterns are not checked.
default deny
catalog "shop.tools.json"
allow get_order: read
tool search_orders: write { limit 30 per minute }
hide order_lookup
rate order_lookup: read
allow reports_*: read
