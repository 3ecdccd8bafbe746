# The place of the error is shown inside the string, through its escapes, and inside the `let` if a name is used.
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
