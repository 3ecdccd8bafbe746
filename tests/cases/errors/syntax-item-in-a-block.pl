# An item inside a block is one error, whatever follows it.
default deny
tool a: write {
  allow b
  limit 0 per minute
}
tool c: write {
  allow if args.x == 5
}
rule d {
  tool e: read {
    limit 5 per minute
  }
}
test "f" {
  let x = 5
  call a {} => deny
}
allow g: read
