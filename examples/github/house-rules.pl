# The house rules of acme-labs for agents on the code server. This file is a part:
# it makes no tool callable, and every agent's policy includes it.

let org = "acme-labs"

## No slash, so that the name can't lead elsewhere in the server's API.
let repo_name = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"

## Agents have their own branches.
let agent_branch = r"^agent/[a-z0-9][a-z0-9-]{0,79}$"

## Every step of the path starts with at most one dot, so it is never `..`.
let readable_path = r"^(?:/|\.?[A-Za-z0-9_@+-][A-Za-z0-9_.@+ -]*(?:/\.?[A-Za-z0-9_@+-][A-Za-z0-9_.@+ -]*)*/?)$"

## The same without leading dots, which excludes `.github/workflows` and other files that
## a tool silently obeys.
let writable_path = r"^[A-Za-z0-9_@+-][A-Za-z0-9_.@+ -]*(?:/[A-Za-z0-9_@+-][A-Za-z0-9_.@+ -]*)*$"

## A search within the organization. Other qualifiers, such as `repo:` and `user:`, would widen
## it. So would `OR`, which is why only small letters are allowed.
let our_search = r"^org:acme-labs(?: (?:(?:is|in|label|author|language|state):)?[a-z0-9_.-]+)*$"

# These can't be undone, or not by an agent.
rate delete_repository, delete_branch, delete_file, delete_release: destructive
rate delete_workflow_run_logs, delete_repository_secret, transfer_repository: destructive

## Only repositories of the organization, for every tool that names one, also those that only read:
## text from elsewhere may contain instructions, and the token may give access to more.
guard * {
  require args.owner == org because "Work in repositories of acme-labs: set owner to acme-labs."
  require args.repo matches repo_name
    because "Give the plain name of the repository, without its owner."
}

## A change that notifies people, no faster than they can read.
rule paced(a_minute, an_hour) {
  limit a_minute per minute
  limit an_hour per hour
}

## A commit: on a branch of the agent, and not to files that control the repository itself.
rule commits(a_minute, an_hour) {
  apply paced(a_minute, an_hour)
  require args.branch matches agent_branch
    because "Commit to a branch like agent/fix-login, made with create_branch."
  require args.path matches writable_path
    because "Give a path from the root, where no step may start with a dot. Ask a person to change such files."
  deny if args.path matches r"(?i)(?:^|/)CODEOWNERS$"
    because "People decide who owns code. Propose the change in an issue."
}
