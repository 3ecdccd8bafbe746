# A file that includes itself.
default deny
include "./include-itself.pl"
