# An unescaped dot is any character.
default deny

tool send: write {
  require args.to matches "^[a-z]+@example.com$" because "Write to colleagues."
  limit 30 per minute
}
