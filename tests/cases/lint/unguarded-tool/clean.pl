# Named in the guard, described by a signature, or not callable.
default deny
catalog "cluster.tools.json"

guard *, get_events {
  require args.namespace == "dev" because "Work in dev."
}
allow get_pods, get_events, get_me: read
tool get_logs(namespace: string): read {}
deny delete_pod: destructive because "Ask a person."
