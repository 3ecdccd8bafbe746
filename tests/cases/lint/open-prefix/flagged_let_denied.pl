# The `let` is also denied elsewhere, so the fix leaves it alone.
default deny

let docs = "^/srv/docs"

tool read_file: read {
  require args.path matches docs because "Read the docs."
}
tool write_file: write {
  require args.path under "/srv" because "Write our files."
  deny if args.path matches docs because "Not the docs."
  limit 5 per minute
}
