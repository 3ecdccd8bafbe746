# An inexpressible condition in a rule is reported without a tool or the parameter's value.
default deny
rule late(hour, zones) {
  deny if not (args.hour < hour)
  require args.zone in zones or args.hour matches hour
  deny if args.zone in zones and args.zone exists and args.zone missing
  limit hour per minute
}
