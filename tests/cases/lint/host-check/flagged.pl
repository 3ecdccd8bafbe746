# Nothing ends the host.
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com" because "Fetch pages of the docs."
}
