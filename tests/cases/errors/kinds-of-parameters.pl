# A wrong value of an `apply` is reported in the clause that uses it, once, with the first `apply` as a label.
default deny
let list = ["a", "b"]
rule r(n, values, pattern) {
  limit n per minute
  require args.a in values
  require args.b matches pattern
}
tool t { apply r(list, 5, true) }
tool u { apply r("x", 5, ["a"]) }
tool v { apply r(0, ["a", list], "(") }
