# By name, by a pattern, and by the various words for a secret.
default deny
catalog "vault.tools.json"
allow get_secret_value: read
allow list_*: read
