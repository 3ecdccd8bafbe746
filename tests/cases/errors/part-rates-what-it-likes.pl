# A file of lets, rules and ratings is a part of other policies, so its patterns may match nothing.
rate get_*: read
rate drop_table: destructive
let cap = 5
