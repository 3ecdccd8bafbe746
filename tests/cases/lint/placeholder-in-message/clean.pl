# Braces that name nothing, and a price.
default deny

let cap = 5

tool place_order: write {
  require args.count <= cap and args.count >= 1 because "At most 5, for $5, as {a, b}."
  limit 5 per minute
}
