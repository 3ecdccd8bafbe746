# Names are used in clauses, lists, limits, applied rules and asserts; ratings by a pattern.
default deny

let a = 1
let b = ["x", "y"]
let c = "^[a-z]+$"
let d = 5
let e = 100
let f = "z"
let g = [f, b]

rule r(n) {
  require args.n in [n, a] because "N."
  require args.l in b because "L."
  require args.g in g because "G."
}

rate get_customer, get_invoice: read
allow get_*

tool t: write {
  apply r(7)
  require args.c matches c because "C."
  limit d per minute
}

assert never t if args.n > e
