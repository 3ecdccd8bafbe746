# Rated after the tool, by `rate`, or not callable.
default deny
catalog "notes.tools.json"

rate list_*: read
allow list_notes, list_tags
tool sync_notes: write { limit 30 per minute }
hide add_note
