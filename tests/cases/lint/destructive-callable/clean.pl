# Hidden, denied, or with a restricted argument.
default deny

hide delete_repository
deny delete_tag: destructive because "Ask a person."
tool delete_branch: destructive {
  require args.branch matches "^agent/[a-z0-9-]+$" because "Delete your own branches."
}
