# A name takes precedence over a pattern, and a pattern over `every`; only statements of the same rank conflict.
default deny
catalog "server.tools.json"
rate list_*: read
allow every read
deny list_* because "Closed."
tool list_refunds { limit 1 per minute }
hide *_charges
hide every read
