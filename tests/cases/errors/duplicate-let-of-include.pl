# An included file comes before the file that includes it, so the duplicate is here.
default deny
let cap = 5
include "parts/cap.pl"
tool t { deny if args.x > cap }
