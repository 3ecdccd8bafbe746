# A file that can't be read is an error at its string, and names that it may have defined are not reported.
default deny
include "nowhere.pl"
include "parts"
catalog "nowhere.tools.json"
allow get_*: read
hide every destructive
tool t { apply careful deny if args.x > cap }
