# A name of the wrong kind is an error in the comparison, with a label at the name's definition.
default deny
let list = ["a", "b"]
let one = 5
let word = "a"
tool t {
  deny if args.a == list
  deny if args.a != list or args.b > list
  deny if args.c contains list
  deny if args.d in one
  deny if args.d not in word
  deny if args.e in [word, list]
  require args.f matches one
  require args.f matches list
  limit list per minute
  limit word per hour
}
assert never t if args.a == list
