# A separator at the end starts no second command.
default deny

tool run: execute {
  require args.command matches "^make test;? ?&?$" because "Run the tests."
  limit 10 per minute
}
