# No step is `..`: because of the expression, another clause, or the schema's enumeration.
default deny
catalog "files.tools.json"

tool read_file: read {
  require args.path matches r"^/srv/app(?:/\.?[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$" because "Read the app."
}
tool write_file: write {
  require args.path matches "^/srv/app/.*$" because "Write the app."
  deny if args.path matches r"(?:^|[/\\])\.\.(?:[/\\]|$)" because "Stay in the folder."
  limit 30 per minute
}
tool read_log: read { require args.file matches "^.*$" because "Name a log." }
tool grep: read { require args.pattern matches "^.*$" because "Name a pattern." }
