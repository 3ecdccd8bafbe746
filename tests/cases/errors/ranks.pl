# A name beats a pattern and a pattern beats `every`; only within a rank statements disagree.
default deny
catalog "server.tools.json"
rate list_*: read
allow every read
deny list_* because "Closed."
tool list_refunds { limit 1 per minute }
hide *_charges
hide every read
