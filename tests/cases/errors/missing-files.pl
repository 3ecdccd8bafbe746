# A file that can't be read is an error at its string, and nothing is missed that it may have held.
default deny
include "nowhere.pl"
include "parts"
catalog "nowhere.tools.json"
allow get_*: read
hide every destructive
tool t { apply careful deny if args.x > cap }
