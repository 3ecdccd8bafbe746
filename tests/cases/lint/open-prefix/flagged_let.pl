# The fix changes the `let` and all conditions that use it.
default deny

let docs = "^/srv/(?:docs|site)"

tool read_file: read {
  require args.path matches docs because "Read the docs."
}
tool list_folder: read {
  require args.folder matches docs because "Read the docs."
}
