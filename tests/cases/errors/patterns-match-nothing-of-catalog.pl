# With a catalog, patterns match only its tools, not names that it does not list.
default deny
catalog "server.tools.json"
rate drop_table: destructive
hide drop_*
hide every destructive
allow list_*: read
