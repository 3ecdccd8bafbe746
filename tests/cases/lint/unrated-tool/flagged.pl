# One by name, two by a pattern.
default deny
catalog "notes.tools.json"

tool sync_notes { limit 30 per minute }
allow list_*
