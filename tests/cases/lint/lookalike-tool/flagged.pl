# Of the policy alone; `rn` and `m`.
default deny

allow get_modern: read
hide get_rnodern
