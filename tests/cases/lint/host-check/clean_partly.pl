# One alternative names only a part of its host, but lets no other host through.
default deny

tool connect: read {
  require args.host matches r"^(?:10\.0\.0\.[0-9]{1,3}|db\.internal)$" because "Our databases."
  require args.domain matches r"^(?:.*\.)?example\.com$" because "Ours, and those below."
  require args.repo_url matches r"^git@github\.com:acme/[a-z-]+$" because "Our repositories."
  require args.endpoint matches r"^/v1\.0/(?:users|orders)$" because "Users or orders."
}
