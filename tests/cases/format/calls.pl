# A call is on one line; or its outcome is on a second one; or its arguments fill lines between the braces.
test "t" {
  call create_refund {amount: 5} => allow
  call create_refund { charge: "ch_1042", amount: 25_00, reason: "duplicate" } => deny because "metadata.ticket"
  as "anna" 5 times call create_refund { charge: "ch_1042", amount: 5_00, reason: "duplicate", metadata: { ticket: "SUP-7" } } => allow
  call create_or_update_file { owner: "acme-labs", repo: "webshop", path: "src/total.ts", content: "x", message: "Fix", branch: "main" } => deny because "create_branch"
  call push { files: [{ path: "src/total.ts", content: "a rather long content" }, { path: "src/other.ts", content: "a rather long content" }] } => allow
}
