# Both names in the policy; `rn` and `m`.
default deny

allow get_modern: read
hide get_rnodern
