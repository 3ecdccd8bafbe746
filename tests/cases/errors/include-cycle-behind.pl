# A circle that an included file enters is that file's mistake.
default deny
include "parts/leads_in.pl"
