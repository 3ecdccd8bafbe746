# Each item that an included file may not have is reported, and hides no mistake of the file that includes it.
default deny
include "parts/many.pl"
tool x { deny if args.a == nowhere and args.b == k }
allow every read
