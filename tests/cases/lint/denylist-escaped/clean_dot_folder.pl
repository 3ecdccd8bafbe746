# In any case, with and without a slash.
default deny

tool read_file: read {
  require args.path under "/srv/repo" because "The repository."
  deny if args.path matches r"(?i)/\.git(?:/|$)" because "Not its objects."
}
