# The limit is sixty-four levels of brackets and `not`.
default deny
tool t: write {
  deny if not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not args.x exists
}
