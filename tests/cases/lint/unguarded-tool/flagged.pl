# Nothing says which arguments two tools have; a third is denied.
default deny
catalog "cluster.tools.json"

guard * {
  require args.namespace == "dev" because "Work in dev."
}
allow get_pods, get_logs, get_events: read
deny delete_pod: destructive because "Ask a person."
