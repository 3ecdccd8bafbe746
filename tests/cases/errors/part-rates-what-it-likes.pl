# A file of lets, rules and rates is a part of others: its patterns may match nothing.
rate get_*: read
rate drop_table: destructive
let cap = 5
