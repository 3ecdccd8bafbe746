# What can't be said of a rule's condition needs neither a tool nor the parameter's value to be seen.
default deny
rule late(hour, zones) {
  deny if not (args.hour < hour)
  require args.zone in zones or args.hour matches hour
  deny if args.zone in zones and args.zone exists and args.zone missing
  limit hour per minute
}
