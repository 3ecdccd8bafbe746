# `hide *` beside a statement that leaves a tool visible is one conflict, at the later of the two.
default deny
hide a
allow b
hide *
tool c {}
deny d
