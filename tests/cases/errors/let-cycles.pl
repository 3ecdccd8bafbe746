# Lets that lead back to themselves, and names in lets that do not exist.
default deny

let a = b
let b = ["x", a]
let alone = alone
let lost = ["y", nowhere, currenci]
let currencies = ["usd"]

tool t: read {
  require args.x in a
  require args.y == alone
  require args.z in lost
}
