# Identical statements agree; the message is part of a statement.
default deny
allow a, a
allow a
hide b
hide b
deny c because "No."
deny c because "No."
deny d
deny d
