# One address: by its characters, by `at`, by a list, or by another clause. Parts of a text are not addresses.
default deny

tool send_mail: write {
  require args.to matches r"^[a-z0-9._-]+@acme\.example$" because "Write to colleagues."
  require args.cc missing or args.cc in ["ops@acme.example"] because "Copy the operators."
  limit 10 per minute
}
tool send_note: write {
  require args.to at ["acme.example", "*.corp.example"] because "Write to colleagues."
  limit 10 per minute
}
tool send_text: write {
  require args.to matches r"^.*@acme\.example$" because "Write to colleagues."
  deny if args.to matches r"[^A-Za-z0-9@._-]" because "One address."
  deny if args.to matches "@.*@" because "One address."
  limit 10 per minute
}
