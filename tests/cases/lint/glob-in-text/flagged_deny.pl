# A `deny if` denies nothing.
default deny

tool read_file: read {
  require args.path under "/srv" because "Read our files."
  deny if args.path in ["/srv/keys/*", "/srv/.env?"] because "Not the keys."
}
