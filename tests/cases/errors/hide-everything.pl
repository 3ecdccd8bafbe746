# `hide *` and a statement that leaves a tool visible are one conflict, at the later of the two.
default deny
hide a
allow b
hide *
tool c {}
deny d
