# The pattern covers a tool that looks like another; two that the policy does not name are reported in the catalog.
default deny
catalog "tools.tools.json"

allow list_*: read
