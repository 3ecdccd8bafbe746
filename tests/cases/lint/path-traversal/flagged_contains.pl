# `contains` does not say where a path leads; the `deny if` denies only steps in the middle.
default deny

tool write_file: write {
  require args.targetFile contains "/srv/app/" because "Write files of the app."
  deny if args.targetFile contains "/../" because "Stay in the folder."
  limit 30 per minute
}
