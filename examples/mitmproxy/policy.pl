# What a debugging agent may do on the Mitmproxy server: inspect and replay recorded
# traffic, and change the traffic of the staging shop. It never sends anything that
# could order, pay or delete.
default deny
catalog "mitmproxy.tools.json"

let safe_methods = ["GET", "HEAD"]
let flow = r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
let variable = r"^[a-z][a-z0-9_]{0,39}$"
let test_headers = ["X-Debug", "X-Request-Id", "Cache-Control"]

## This text is itself a regular expression, which the server looks for in every URL. So it has
## to start with `^`, spell out the staging host and a `/`, and continue with a letter (a `?`
## after the `/` would make it optional). Without `|` it has no alternative for other hosts.
let staging_urls = r"^\^https://staging\\\.shop\\\.example/[a-z][a-z0-9/_.*-]*$"

## A replay goes to the real host, with the recorded cookies and tokens.
tool replay_flow: execute {
  require args.flow_id matches flow because "Give the id of a recorded flow."
  # If it is left out, the server sends the recorded method, which may have been a POST.
  require args.method in safe_methods
    because "Replay with method GET or HEAD; ask a person to repeat anything else."
  deny if args.headers_json exists or args.body exists
    because "Leave headers_json and body out: replay what was recorded."
  limit 10 per minute
}

## A rule stays until somebody removes it, and affects everybody who uses the proxy.
tool add_interception_rule: execute {
  require args.url_pattern matches staging_urls
    because "Start url_pattern with ^https://staging\\.shop\\.example/ and a small letter; no | ? or brackets."
  require args.action_type in ["inject_header", "block"]
    because "Block requests or inject a header; bodies are not to be rewritten."
  deny if not (args.key in test_headers) and args.action_type == "inject_header"
    because "Inject X-Debug, X-Request-Id or Cache-Control only."
  limit 10 per minute
}

tool set_session_variable: write {
  require args.name matches variable
    because "Name the variable in small letters, digits and underscores."
  limit 30 per minute
}

allow extract_session_variable: read

test "the agent replays a recorded flow" {
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "GET" } => allow
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "HEAD", timeout: 5 }
    => allow
}

test "a replay changes nothing on the host" {
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "DELETE" }
    => deny because "GET or HEAD"
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c" } => deny because "GET or HEAD"
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: null }
    => deny because "GET or HEAD"
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "GET", body: "x=1" }
    => deny because "Leave headers_json and body out"
  call replay_flow { flow_id: "all", method: "GET" } => deny because "recorded flow"
}

test "rules apply only to the staging shop" {
  call add_interception_rule {
    rule_id: "ads", action_type: "block", url_pattern: "^https://staging\\.shop\\.example/ads/.*"
  } => allow
  call add_interception_rule { rule_id: "ads", action_type: "block" }
    => deny because "Start url_pattern"
  call add_interception_rule { rule_id: "ads", action_type: "block", url_pattern: ".*" }
    => deny because "Start url_pattern"
  call add_interception_rule {
    rule_id: "ads", action_type: "block", url_pattern: "^https://staging.shop.example/a"
  } => deny because "Start url_pattern"
  call add_interception_rule {
    rule_id: "ads", action_type: "block", url_pattern: "^https://staging\\.shop\\.example/?"
  } => deny because "Start url_pattern"
  call add_interception_rule {
    rule_id: "ads", action_type: "block", url_pattern: "^https://staging\\.shop\\.example/a|.*"
  } => deny because "Start url_pattern"
}

test "the agent injects only harmless headers" {
  call add_interception_rule {
    rule_id: "trace", action_type: "inject_header",
    url_pattern: "^https://staging\\.shop\\.example/api/.*", key: "X-Debug", value: "1"
  } => allow
  call add_interception_rule {
    rule_id: "trace", action_type: "inject_header",
    url_pattern: "^https://staging\\.shop\\.example/api/.*", key: "Authorization", value: "1"
  } => deny because "X-Debug"
  call add_interception_rule {
    rule_id: "trace", action_type: "inject_header",
    url_pattern: "^https://staging\\.shop\\.example/api/.*"
  } => deny because "X-Debug"
  call add_interception_rule {
    rule_id: "price", action_type: "replace_body",
    url_pattern: "^https://staging\\.shop\\.example/api/.*"
  } => deny because "bodies"
}

test "ten replays a minute" {
  10 times call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "GET" }
    => allow
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "GET" } => limited
  after 1 minute
  call replay_flow { flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c", method: "GET" } => allow
}

test "session variables have plain names" {
  call set_session_variable { name: "csrf_token", value: "abc" } => allow
  call set_session_variable { name: "a}}{{b", value: "abc" } => deny because "small letters"
  call extract_session_variable {
    name: "csrf_token", flow_id: "6f1c2a90-4b7e-4d1a-9c33-0d9e8f7a6b5c",
    regex_pattern: "csrf=(\\w+)"
  } => allow
}

assert never replay_flow if args.method not in ["GET", "HEAD"] or args.method missing
assert never add_interception_rule if args.url_pattern missing
assert never add_interception_rule if args.action_type == "replace_body"
assert always extract_session_variable
