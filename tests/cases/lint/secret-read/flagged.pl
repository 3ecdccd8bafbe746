# By a name, by a pattern, and by what a name calls a secret.
default deny
catalog "vault.tools.json"
allow get_secret_value: read
allow list_*: read
