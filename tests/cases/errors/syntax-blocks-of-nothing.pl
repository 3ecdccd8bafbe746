# Blocks whose heads can't be read are no rules of one name, and what they hold is looked at.
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
