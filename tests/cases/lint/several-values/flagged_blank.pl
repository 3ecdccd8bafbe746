# The characters before the `@` contain a blank and a comma; the fix asks for the domain in addition.
default deny

tool send_mail: write {
  require args.recipient matches r"^[^<>]+@(?:acme|corp)\.example$" because "Write to colleagues."
  limit 10 per minute
}
