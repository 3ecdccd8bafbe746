# A tool has one state: if two statements of the same rank disagree, both are shown.
default deny
allow a, b, c, d
hide e
deny b
hide c
tool a {}
tool d { limit 1 per minute }
tool e { limit 1 per minute }
allow a, a
hide e
deny f because "One."
deny f because "Another."
deny f because "One."
tool g {}
tool g {}
