# If proving an assert would take too long, its result is unknown.
default deny

tool redeem: write {
  require args.code matches r"^[ab]*a[ab]{40}$"
}

assert never redeem if args.code matches "ab"
