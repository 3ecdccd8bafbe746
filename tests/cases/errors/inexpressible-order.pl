# The opposite of `>` can't be expressed; here `require` says what was meant.
default deny
tool t: write {
  deny if not (args.x > 5)
}
