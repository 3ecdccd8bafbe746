# An argument that is a glob itself, texts that the schema lists, and a `deny if` of the star itself.
default deny
catalog "files.tools.json"

tool find_files: read {
  require args.glob in ["*.md", "/srv/docs/*"] because "Find the docs."
  require args.path == "/srv/docs/*" because "Find the docs."
}
tool grant: write {
  require args.path in ["/news/*"] because "Grant the news."
  deny if args.verb == "*" because "Name the verb."
  deny if args.file contains "*" because "Name the file."
  require args.file under "/srv" because "Our files."
  limit 5 per minute
}
