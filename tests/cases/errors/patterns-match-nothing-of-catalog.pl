# With a catalog patterns range over its tools alone; a name that it lacks is none of them.
default deny
catalog "server.tools.json"
rate drop_table: destructive
hide drop_*
hide every destructive
allow list_*: read
