# Comments at the ends of adjacent lines are aligned, and so are the lines of a long comment alone.
catalog "stripe.tools.json" # the server's tools/list answer

let refund_cap = 100_00 # in cents
limit 600 per hour            # over all tools together
let pattern = r"^(?:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb|ccccccccccccccccc)$" # long
hide delete_account # gone
hide drop # gone, too
allow list_users
hide a # alone
tool b { # another indentation
  limit 5 per minute # slow
  deny if args.x exists # never
}
