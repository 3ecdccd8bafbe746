# A pattern or `every` that matches nothing is a mistake, also where it ranges over rated names.
default deny
rate get_user: read
allow get_*
deny list_*
hide every destructive
assert never drop_*
