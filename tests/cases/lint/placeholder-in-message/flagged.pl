# Nothing fills in a name in a message, however it is marked.
default deny

let cap = 5

tool place_order: write {
  require args.count <= cap and args.count >= 1 because "At most ${cap}."
  limit 5 per minute
}
tool cancel_order: write {
  require args.count <= cap and args.count >= 1 because "At most {cap}, not {args.count}."
  limit 5 per minute
}
