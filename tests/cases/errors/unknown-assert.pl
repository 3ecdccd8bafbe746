# An assert that would take too long to prove is not guessed.
default deny

tool redeem: write {
  require args.code matches r"^[ab]*a[ab]{40}$"
}

assert never redeem if args.code matches "ab"
