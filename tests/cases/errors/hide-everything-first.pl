# `hide *` and `hide a` agree; the first statement after them that does not is the conflict.
default deny
hide *, a
hide b
deny c, d
allow e
