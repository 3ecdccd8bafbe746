# Texts deep in objects and lists, in maps, and variables beside a list of commands.
default deny
catalog "inside.tools.json"

tool apply_edits: write { limit 5 per minute }
tool run_all: execute { limit 5 per minute }
tool write_files: write { limit 5 per minute }
tool load_files: read {}
tool open_item: read {}
tool run_make: execute {
  require args.command in ["make", "make test"] because "Two targets."
  limit 5 per minute
}
