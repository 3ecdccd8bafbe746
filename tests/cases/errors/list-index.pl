# A path can't step into a list, however the index is written; a quoted index is a member.
default deny
tool t {
  deny if args.items.0.price > 5
  deny if args.items[1] == "a" and args.more[2][3] exists
  deny if args."0" == 1
}
assert never t if args.items.0 exists
