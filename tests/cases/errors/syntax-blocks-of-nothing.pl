# Blocks whose heads can't be read are not rules with the same name, and their contents are still checked.
default deny
tools a {
  limit 0 per minute
}
rule {
  limit 0 per hour
}
let b {
  c = 1
}
test "d" call a {} => deny
assert never {
