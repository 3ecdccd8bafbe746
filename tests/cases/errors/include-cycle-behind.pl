# A cycle that begins in an included file is an error in that file.
default deny
include "parts/leads_in.pl"
