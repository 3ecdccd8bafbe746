# The limit restricts how often, not how much.
default deny

tool create_refund: financial {
  require args.amount exists because "Say how much."
  limit 5 per hour
}
