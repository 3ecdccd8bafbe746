default deny

tool read_file(path: string): read {
  require args.path matches r"^/srv/shared/" because "Read below /srv/shared."
}

assert never read_file if args.path matches r"(^|/)\.\.(/|$)"
