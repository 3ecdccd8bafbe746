# Restricted, denied, hidden; a policy about passwords and a key that is made are no secrets that are read.
default deny
catalog "vault.tools.json"

tool get_secret_value: read {
  require args.name in ["staging-url"] because "Ask a person for other secrets."
}

deny list_api_keys: read because "Keys are not for agents."
hide list_env_vars
allow get_password_policy, get_secret_scanning_alert: read
tool create_access_key: write { limit 5 per minute }
