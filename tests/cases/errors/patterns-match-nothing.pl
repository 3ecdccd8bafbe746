# A pattern or `every` that matches nothing is an error, even if it chooses among rated names.
default deny
rate get_user: read
allow get_*
deny list_*
hide every destructive
assert never drop_*
