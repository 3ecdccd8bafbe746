# The place inside is shown in the string, through its escapes, and of a name in what it stands for.
default deny
let look = r#"^(?!/etc)"#
let escaped = "\u00e9\t(a"
rule r(p) { require args.a matches p }
tool t {
  require args.a matches r"^[a-z"
  require args.b matches "\"\\d+\"(" and args.c matches look
  require args.d matches escaped
  require args.e matches "a{1001}"
  apply r("x**")
  apply r(look)
}
assert never t if args.a matches ")"
