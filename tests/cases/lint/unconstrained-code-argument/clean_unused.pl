# Texts that the tools only store, read or look up, and a path in a service of its own.
default deny
catalog "unused.tools.json"

tool create_contact, add_bookmark: write { limit 30 per minute }
allow format_*, review_*, validate_*, whois_*, check_*, get_*, read_*, scan_*: read
