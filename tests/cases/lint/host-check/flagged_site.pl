# The help keeps the port, the folder, and the hosts below.
default deny

tool fetch_page: read { require args.url contains "docs.example.com:8443/guide" because "The guide." }
tool fetch_api: read { require args.url matches r"^https://[a-z]+.example.com/api" because "The APIs." }
tool invite: write {
  require args.email matches r"@(?:acme|corp)\.example" because "Colleagues."
  limit 5 per minute
}
