# Any text may come before the `@`, another address, too.
default deny

tool send_mail: write {
  require args.to matches r"^.*@acme\.example$" because "Write to colleagues."
  limit 10 per minute
}
