# A type makes most negations possible; what is left says why it is not.
default deny

tool scale(replicas?: integer, image?: string, kind?: "a" | "b", size: any): write {
  require args.replicas missing or args.replicas <= 5
  require args.image missing or args.image on "images.example"
  require args.size missing or args.size <= 5
  require args.image missing or not (args.image contains "x")
}

tool other: write {
  require args.replicas missing or args.replicas <= 5
  require args.name missing or args.name != "x"
  require args.name missing or args.name under "/srv"
  deny if not (args.id matches "^[a-z]+$" or args.id missing)
}

rule small {
  require args.replicas missing or args.replicas <= 5
}
