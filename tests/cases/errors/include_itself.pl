# A file that includes itself.
default deny
include "./include_itself.pl"
