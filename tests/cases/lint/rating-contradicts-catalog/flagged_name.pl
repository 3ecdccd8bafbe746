# A name is enough, even without a catalog.
default deny
allow delete_order: read
allow get_order: read
