# The opposite of an order can't be said; here `require` says what was meant.
default deny
tool t: write {
  deny if not (args.x > 5)
}
