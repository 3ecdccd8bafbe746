# The pattern takes in one that looks like another; two that the policy does not name are told in the catalog.
default deny
catalog "tools.tools.json"

allow list_*: read
