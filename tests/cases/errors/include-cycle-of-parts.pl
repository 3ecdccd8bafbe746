# A cycle of three files is reported where it is entered, and only once.
default deny
include "parts/one.pl"
include "parts/two.pl"
tool t { deny if args.x > one and args.x > two and args.x > three }
