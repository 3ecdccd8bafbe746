# A limit, of its own or from a rule that it applies.
default deny

rule slow { limit 30 per minute as notes }

tool update_note, add_note: write { apply slow }
deny delete_note: write because "Ask a person."
