# Sixty-four levels of brackets and `not` are enough for anybody.
default deny
tool t: write {
  deny if not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not args.x exists
}
