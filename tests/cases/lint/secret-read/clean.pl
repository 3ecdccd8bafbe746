# Restricted, denied or hidden; reading a policy about passwords or creating a key does not read a secret.
default deny
catalog "vault.tools.json"

tool get_secret_value: read {
  require args.name in ["staging-url"] because "Ask a person for other secrets."
}

deny list_api_keys: read because "Keys are not for agents."
hide list_env_vars
allow get_password_policy, get_secret_scanning_alert: read
tool create_access_key: write { limit 5 per minute }
