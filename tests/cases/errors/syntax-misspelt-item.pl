# A word that does not start an item is reported with the nearest item.
default deny
alow list_refunds: read
