# What a coding agent may do on the file system server: read one project,
# except for its secrets, and write its sources, tests and docs.
default deny
catalog "filesystem.tools.json"

## The project and everything below it. A step starts with at most one dot, so it is never `..`.
let in_project = r"^/srv/webshop(?:/\.?[A-Za-z0-9_@+-][A-Za-z0-9_.@+ -]*)*/?$"

## Below src, tests and docs, but not these folders themselves. No step starts with a dot.
let in_sources = r"^/srv/webshop/(?:src|tests|docs)(?:/[A-Za-z0-9_@+-][A-Za-z0-9_.@+ -]*)+$"

## Files and directories that may contain keys, in any mix of small and capital letters.
let may_hold_keys = r"(?i)/(?:\.git|\.ssh|\.aws|\.npmrc|\.env[^/]*|id_rsa|id_ed25519|[^/]+\.(?:pem|key|p12))(?:/|$)"

limit 240 per minute

rule readable {
  require args.path matches in_project
    because "Give a full path below /srv/webshop, without `..` or unusual characters."
  deny if args.path matches may_hold_keys
    because "This path may hold keys. Ask a person for what you need to know."
}

## One counter for all changes.
rule slow_changes {
  limit 30 per minute as file_changes
}

rule writable {
  require args.path matches in_sources
    because "Write below /srv/webshop/src, tests or docs; no step starts with a dot. Ask a person for other files."
  deny if args.path matches may_hold_keys
    because "Keys do not belong here. Ask a person to add them."
  apply slow_changes
}

tool read_file, read_media_file, get_file_info: read {
  apply readable
}

tool list_directory, list_directory_with_sizes, directory_tree, search_files: read {
  apply readable
}

deny read_multiple_files: read
  because "Read one file at a time with read_file: paths in a list can't be checked."

allow list_allowed_directories: read

tool write_file, edit_file, create_directory: write {
  apply writable
}

## Both paths matter: a key moved to another name could be read there.
tool move_file: write {
  require args.source matches in_sources
    because "Move files and directories from below /srv/webshop/src, tests or docs."
  require args.destination matches in_sources
    because "Move files and directories to below /srv/webshop/src, tests or docs."
  deny if args.source matches may_hold_keys or args.destination matches may_hold_keys
    because "Keys stay where they are. Ask a person to move them."
  apply slow_changes
}

test "the agent reads the project" {
  call read_file { path: "/srv/webshop/README.md", head: 20 } => allow
  call read_file { path: "/srv/webshop/.eslintrc.json" } => allow
  call read_media_file { path: "/srv/webshop/docs/cart page.png" } => allow
  call get_file_info { path: "/srv/webshop/src/..." } => deny because "without `..`"
  call list_directory { path: "/srv/webshop" } => allow
  call list_directory_with_sizes { path: "/srv/webshop/src/", sortBy: "size" } => allow
  call directory_tree { path: "/srv/webshop/src" } => allow
  call search_files { path: "/srv/webshop", pattern: "**/*.ts" } => allow
  call list_allowed_directories {} => allow
}

test "no path leads out of the project" {
  call read_file { path: "/srv/webshop/../secrets/db" } => deny because "below /srv/webshop"
  call read_file { path: "/srv/webshop/src/../../secrets/db" } => deny because "below /srv/webshop"
  call read_file { path: "/srv/webshop/.." } => deny because "below /srv/webshop"
  call read_file { path: "/srv/webshop/src\\..\\..\\secrets" } => deny because "below /srv/webshop"
  call read_file { path: "/srv/webshop/%2e%2e/secrets/db" } => deny because "below /srv/webshop"
  call read_file { path: "/srv/webshop-old/db" } => deny because "below /srv/webshop"
  call read_file { path: "srv/webshop/README.md" } => deny because "below /srv/webshop"
  call read_file { path: "/etc/passwd\n/srv/webshop/README.md" }
    => deny because "below /srv/webshop"
  call read_file { path: ["/srv/webshop/README.md"] } => deny because "below /srv/webshop"
  call read_file {} => deny because "below /srv/webshop"
  call search_files { path: "/", pattern: "**/id_rsa" } => deny because "below /srv/webshop"
}

test "the agent does not read keys" {
  call read_file { path: "/srv/webshop/.env" } => deny because "may hold keys"
  call read_file { path: "/srv/webshop/.ENV.production" } => deny because "may hold keys"
  call read_file { path: "/srv/webshop/.git/config" } => deny because "may hold keys"
  call read_file { path: "/srv/webshop/tests/tls/server.pem" } => deny because "may hold keys"
  call list_directory { path: "/srv/webshop/.git" } => deny because "may hold keys"
  call read_multiple_files { paths: ["/srv/webshop/.env"] } => deny because "one file at a time"
}

test "the agent writes sources, tests and docs" {
  call write_file { path: "/srv/webshop/src/cart/total.ts", content: "x" } => allow
  call edit_file { path: "/srv/webshop/docs/cart.md", edits: [{ oldText: "a", newText: "b" }] }
    => allow
  call create_directory { path: "/srv/webshop/tests/cart" } => allow
  call move_file { source: "/srv/webshop/src/a.ts", destination: "/srv/webshop/src/b.ts" } => allow
}

test "the agent writes nothing else" {
  call write_file { path: "/srv/webshop/package.json", content: "x" } => deny because "Ask a person"
  call write_file { path: "/srv/webshop/src", content: "x" } => deny because "Ask a person"
  call write_file { path: "/srv/webshop/src/../package.json", content: "x" }
    => deny because "Ask a person"
  call edit_file { path: "/srv/webshop/.github/workflows/ci.yml", edits: [] }
    => deny because "Ask a person"
  call create_directory { path: "/srv/webshop/src/.git/hooks" } => deny because "starts with a dot"
  call write_file { path: "/srv/webshop/tests/tls/server.key", content: "x" }
    => deny because "Keys do not belong here"
  call move_file { source: "/srv/webshop/.env", destination: "/srv/webshop/src/env.txt" }
    => deny because "from below"
  call move_file { source: "/srv/webshop/src/a.ts", destination: "/srv/other/a.ts" }
    => deny because "to below"
  call move_file {
    source: "/srv/webshop/tests/server.pem", destination: "/srv/webshop/tests/server.txt"
  } => deny because "Keys stay"
}

test "thirty changes of any kind a minute" {
  20 times call write_file { path: "/srv/webshop/src/a.ts", content: "x" } => allow
  10 times call move_file { source: "/srv/webshop/src/a.ts", destination: "/srv/webshop/src/b.ts" }
    => allow
  call create_directory { path: "/srv/webshop/src/cart" } => limited
  call read_file { path: "/srv/webshop/src/a.ts" } => allow
  after 1 minute
  call create_directory { path: "/srv/webshop/src/cart" } => allow
}

assert never read_multiple_files
assert never read_file if args.path matches r"(?:^|[/\\])\.\.(?:[/\\]|$)"
assert never read_file if args.path matches r"/\.env$"
assert never write_file if args.path matches r"(?:^|[/\\])\.\.(?:[/\\]|$)"
assert never write_file if args.path matches r"/\."
assert never move_file if args.destination matches r"(?:^|[/\\])\.\.(?:[/\\]|$)"
assert always list_allowed_directories
assert always read_file if args.path == "/srv/webshop/README.md"
