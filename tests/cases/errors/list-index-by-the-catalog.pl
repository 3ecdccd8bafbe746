# A step into a list, recognized by its number or by the catalog.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  deny if args.tags[0] == "fraud"
  deny if args.tags.name == "fraud"
}
