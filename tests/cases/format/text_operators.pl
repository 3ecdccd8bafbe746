# The words of an operator have one blank between them, and lists break like those of `in`.
let folders=["/srv/docs" ,  "/srv/public"]
let everything = [ folders,"/tmp" ]
tool read_file {
  require args.path   under   "/srv/docs" and args.name starts
  with "draft-"
  require args.path under [ "/srv/documents", "/srv/publications", "/srv/announcements", "/srv/translations" ] because "Only what is public."
  deny if not(args.url on everything)
  require args.to at["acme.example"]
  require args.name ends # a comment
    with r".md"
}
