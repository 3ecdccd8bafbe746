# A step into an argument uses it as an object; the later of two uses that disagree is reported.
default deny
tool later: write {
  require args.body matches "^x"
  deny if args.body.length > 2000
  deny if args.body.meta.size exists
}
tool earlier: write {
  deny if args.body.length > 2000 or args.body.meta.size > 5
  require args.body != 5
  require args.body.meta contains "x"
}
tool objects: write { deny if args.body.length > 5 or args.body.length < 1 or args.body.meta.size missing }
