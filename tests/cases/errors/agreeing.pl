# Statements that say the same agree, and a message is a part of what is said.
default deny
allow a, a
allow a
hide b
hide b
deny c because "No."
deny c because "No."
deny d
deny d
