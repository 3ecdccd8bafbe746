# Hosts that are anchored at both ends, and subdomains; texts without a host; names that are not a host's.
default deny

tool fetch_page: read {
  require args.url matches r"^https://(?:docs|api)\.example\.com(?::[0-9]+)?(?:/.*)?$" because "Ours."
}
tool fetch_any: read { require args.url matches r"^https://(?:[a-z0-9-]+\.)*example\.com/" because "Ours." }
tool fetch_local: read { require args.url matches r"^http://(?:localhost|127\.0\.0\.1):3000/" because "Here." }
tool send: write {
  require args.to matches r"^[a-z.]+@example\.com$" because "Write to colleagues."
  require args.webhook matches "^https://" because "Only over TLS."
  require args.note contains "example.com" because "Name us."
  limit 30 per minute
}
