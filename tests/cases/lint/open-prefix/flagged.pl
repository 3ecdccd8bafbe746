# The folder's name may go on.
default deny

tool read_file: read {
  require args.path matches "^/srv/docs" because "Read the docs."
  deny if args.path matches r"(?:^|[/\\])\.\.(?:[/\\]|$)" because "Stay in the folder."
}
