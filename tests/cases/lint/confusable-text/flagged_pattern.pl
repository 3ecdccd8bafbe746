# The pattern covers a tool whose name has a Cyrillic letter.
default deny
catalog "tools.tools.json"

allow list_*: read
