# A folder without the slash after it, and in other case.
default deny

tool list_files: read {
  require args.path under "/home/ann" because "Ann's files."
  deny if args.path contains "/.ssh/" because "Not her keys."
}
tool read_file: read {
  require args.path under "/srv/repo" because "The repository."
  deny if args.path matches r"/\.git(?:/|$)" because "Not its objects."
}
