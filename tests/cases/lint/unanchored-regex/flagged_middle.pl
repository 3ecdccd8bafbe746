# A folder that may be anywhere has no start; one at the root is meant as a whole.
default deny

tool read_docs: read { require args.path matches "/docs/" because "Docs." }
tool read_srv: read { require args.path matches "/srv/docs" because "Our docs." }
tool read_below: read {
  require args.path under "/srv" because "Our files."
  require args.path matches "(?:docs|site)" because "Docs and the site."
}
