# The first item of an included file that is no let, rule, rate or include is reported, once a file.
default deny
include "parts/policy.pl"
tool t { apply capped }
