# What follows the folder is listed, and contains `/`; the fix adds the folder.
default deny

tool read_file: read {
  require args.path matches r"^/srv/docs[\w./-]*\.md$" because "Read the docs."
  deny if args.path contains ".." because "Stay in the folder."
}
