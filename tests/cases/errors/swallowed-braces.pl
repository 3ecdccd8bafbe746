# A `}` that a mistake swallowed, and a stray brace, are one message each.
default deny

tool a { deny [
allow b

tool c {{
  deny if args.x == 1 }  tool d { deny }

{ let cap = 5 }

tool e { deny because "No. }
allow f

tool pay {
  require args.amount <= cap
}
