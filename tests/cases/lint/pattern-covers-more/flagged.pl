# One tool of many, four tools of an unrated pattern, and a pattern whose tools all do more than read.
default deny
catalog "shop.tools.json"
allow orders_*: read
allow get_*: read
allow stock_?rop: read
