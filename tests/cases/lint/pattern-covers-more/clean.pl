# A name takes precedence over a pattern, and so does a rating by name; another rating shows that somebody has looked.
default deny
catalog "shop.tools.json"
allow orders_*: read
hide orders_delete
allow get_*: read
rate get_paid, get_rid_of_order, get_it_sent, get_and_set_price: read
tool stock_*: destructive { require args.id in ["1"] }
