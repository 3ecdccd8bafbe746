# A folder, an address or a domain that is not one: each says what is wrong with it, and what to write.
default deny

let home = "./docs"

tool read_file: read {
  require args.a under ""
  require args.b under "/srv/../etc"
  require args.c under "/srv/docs/**"
  require args.d under "/srv/my%20docs"
  require args.e under "C:\\docs"
  require args.f under home
  require args.g under ["/srv", "/srv//x"]
}

tool fetch: read {
  require args.a on "docs..example.com"
  require args.b on ["http://localhost:65536", "intranet", "ann@x.example"]
  require args.c on "bücher.example"
  require args.d on "https://x.example/a?b"
  require args.e on "*.x.*.example"
  require args.f on "1http://x.example"
  require args.g on "https:///a"
}

tool send: write {
  require args.a at "ann@acme.example"
  require args.b at "10.0.0.1"
  require args.c starts with ""
  require args.d ends with [".md", ""]
}
