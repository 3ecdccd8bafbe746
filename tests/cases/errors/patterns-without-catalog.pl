# A pattern and `every` need a catalog, or tools that are rated by name.
default deny
allow get_*: read
hide every destructive
assert never delete_?
allow a
