default deny

tool read_file(path: string): read {
  require args.path matches r"^/srv/shared/" because "Read below /srv/shared."
  deny if args.path matches r"(^|/)\.\.(/|$)" because "Name the file without `..`."
}

assert never read_file if args.path matches r"(^|/)\.\.(/|$)"
