# A clause or the schema also lists good values; or the name does not tell.
default deny

tool open(path: string): read { deny if args.path not in ["/a", "/b"] because "One of these." }
tool run(command: string, file: "a" | "b", note: string): execute {
  require args.command matches "^make [a-z ]*$" because "Only make."
  deny if args.command contains "clean" because "Do not clean."
  deny if args.file == "b" because "Not b."
  deny if args.note contains "x" because "Not x."
  limit 10 per minute
}
