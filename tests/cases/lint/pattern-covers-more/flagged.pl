# One tool of many, four of a pattern without a rating, and a pattern of which nothing only reads.
default deny
catalog "shop.tools.json"
allow orders_*: read
allow get_*: read
allow stock_?rop: read
