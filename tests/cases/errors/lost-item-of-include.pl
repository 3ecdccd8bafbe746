# The same for an included file.
default deny
include "parts/lost.pl"
tool t { deny if args.amount > cap apply careful }
