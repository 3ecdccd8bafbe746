# What a path has to hold says nothing of where it leads; the `deny if` stops steps in the middle alone.
default deny

tool write_file: write {
  require args.targetFile contains "/srv/app/" because "Write files of the app."
  deny if args.targetFile contains "/../" because "Stay in the folder."
  limit 30 per minute
}
