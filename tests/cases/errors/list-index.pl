# A path does not step into lists, whichever way the index is written; quoted it is a member.
default deny
tool t {
  deny if args.items.0.price > 5
  deny if args.items[1] == "a" and args.more[2][3] exists
  deny if args."0" == 1
}
assert never t if args.items.0 exists
