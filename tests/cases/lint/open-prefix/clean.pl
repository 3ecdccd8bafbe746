# A whole folder, a beginning that ends with a sign, a step that is listed, and safe operators.
default deny

tool read_file: read {
  require args.path matches "^/srv/docs/" because "Read the docs."
  deny if args.path contains ".." because "Stay in the folder."
}
tool read_log: read {
  require args.path matches "^/srv/logs/app-.*$" because "Read the logs of the app."
  deny if args.path contains ".." because "Stay in the folder."
}
tool read_part: read {
  require args.path matches r"^/srv/docs[0-9]*/[a-z]+\.md$" because "Read the docs."
}
tool read_site: read {
  require args.path under ["/srv/site", "/srv/docs"] because "Read the site."
  require args.url on "https://code.example/team" because "Our repositories."
}
tool fetch: read { require args.url matches r"^https://code\.example/find\?q=" because "Only searches." }
