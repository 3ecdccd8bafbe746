# A word that starts no item is named, with the item that it is near to.
default deny
alow list_refunds: read
