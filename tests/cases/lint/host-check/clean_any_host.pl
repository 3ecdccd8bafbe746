# Another condition names the host, or only hosts of one's own fit.
default deny

tool fetch_repository: read {
  require args.url on "code.example.com" and args.url matches r"^https://[^/]+/acme/[a-z]+$" because "Ours only."
}
tool fetch_picture: read {
  require args.url on ["*.example.com"] and args.url ends with [".png", ".jpg"] because "Pictures."
}
tool fetch_status: read { require args.url matches r"^https://[a-z]+\.internal/status$" because "Our status pages." }
