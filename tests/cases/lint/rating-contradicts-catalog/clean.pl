# A read-only hint is not believed, but says nothing against a rating either; hidden tools and patterns are no matter.
default deny
catalog "shop.tools.json"
allow get_order: read
tool search_orders: write { limit 30 per minute }
hide order_lookup
rate order_lookup: read
allow reports_*: read
