# A parameter hides a let of the same name.
default deny
let n = ["not", "a", "number"]
rule r(n) { limit n per minute }
tool t { apply r(5) }
