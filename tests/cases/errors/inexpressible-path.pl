# `policy.json` separates the steps of a path by dots.
default deny
tool t: write {
  deny if args."a.b" exists
}
