# No path has this text.
default deny

tool read_file: read { require args.path == "/srv/docs/**" because "Read the docs." }
tool read_log: read { require args.path in ["/srv/logs/*", "/etc/hosts"] because "Read the logs." }
tool read_doc: read { require args.path == "/srv/docs/*.md" because "Read the docs." }
tool fetch_page: read { require args.url == "https://docs.example.com/*" because "Fetch the docs." }
tool send_mail: write {
  require args.to == "*@acme.example" because "Write to colleagues."
  limit 10 per minute
}
