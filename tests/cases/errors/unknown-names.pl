# Unknown lets, parameters and rules; the values of an `apply` are checked as well.
default deny
let refund_cap = 100
rule careful(amount) { deny if args.x > amout }
tool t {
  deny if args.a > refund_cpa
  deny if args.b in [1, twoo, refund_cap]
  require args.c matches pattern
  limit often per minute
  apply carefull(1)
  apply careful(refund_kap)
  apply refund_cap
  deny if args.d == careful
}
assert never t if args.a > refund_cpa
