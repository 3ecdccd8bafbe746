# `under` and the like compare with strings, and ask about strings.
default deny

let port = 8080
let sites = ["docs.example.com", true]

tool fetch(url: string, retries: integer, level: "low" | "high"): read {
  require args.url on port
  require args.url on sites
  require args.url starts with 5
  require args.retries under "/srv"
  require args.level ends with ".txt"
  require args.level matches "^(low|high)$"
}
