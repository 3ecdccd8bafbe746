# Encrypted, on the machine itself, denied by another clause, or not required.
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com/" because "Fetch the docs."
  deny if args.referrer matches "^http:" because "Encrypted ones."
}
tool fetch_local: read {
  require args.url in ["http://localhost:3000/", "http://127.0.0.1/"] because "Here."
}
tool fetch_feed: read {
  require args.url matches r"^https?://feed\.example/" because "The feed."
  deny if args.url matches "(?i)^http:" because "Encrypted only."
}
tool fetch_any: read { require args.url matches "^[a-z]+://" because "An address." }
