# In a required `or` every part needs an exact opposite.
default deny
tool t: write {
  require args.x > 5 or args.y matches r"^a$"
}
