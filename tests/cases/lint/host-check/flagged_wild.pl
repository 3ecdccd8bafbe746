# The text before the host may be the end of another host's name.
default deny

tool fetch_page: read {
  require args.url matches r"^https://.*\.example\.com/" because "Fetch pages of the docs."
}
