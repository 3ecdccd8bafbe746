# A rule that no tool applies may ask for both types of an argument if a catalog may have one that is either.
default deny
catalog "stripe.tools.json"
rule either {
  require args.x > 5
  require args.x matches "a"
  deny if args.x.y exists
  deny if args.z < "5"
}
allow list_refunds: read
