# A file counts once, however often and through however many files it is included.
default deny
include "parts/left.pl"
include "parts/../parts/right.pl"
include "parts/cap.pl"
tool t { deny if args.x > cap apply left apply right }
