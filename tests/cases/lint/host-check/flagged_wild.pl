# What may stand in front of the host may end another one.
default deny

tool fetch_page: read {
  require args.url matches r"^https://.*\.example\.com/" because "Fetch pages of the docs."
}
