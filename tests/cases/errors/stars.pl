# No statement can decide a tool named `*`, neither by name nor by a target that comes to it.
default deny
rate "*": destructive
rate x: read
allow ?
hide every destructive
assert never *
