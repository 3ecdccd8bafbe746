# What the coding agent may do on the code server: read all of acme-labs, work on its
# own branches, and propose changes. People merge, release and keep the secrets.
default deny
catalog "github.tools.json"
include "house-rules.pl"

let main_branches = ["main", "develop"]

## Both only build and test. They have no secrets and deploy nothing.
let agent_workflows = ["ci.yml", "docs-preview.yml"]

limit 100 per minute
limit 2_000 per hour

# Reading. The guard of the house rules keeps these tools to repositories of acme-labs.
allow get_*, list_*: read

tool get_file_contents: read {
  require args.path matches readable_path
    because "Give a path from the root of the repository without `..`, or / for the root."
}

tool search_code, search_issues, search_pull_requests, search_repositories: read {
  require args.query matches our_search
    because "Start the query with org:acme-labs, then small letters, also after is: in: label: author: language: state:"
}

# Branches and files.
tool create_branch: write {
  apply paced(5, 30)
  require args.branch matches agent_branch because "Name the branch like agent/fix-login."
}

tool create_or_update_file: write {
  apply commits(20, 200)
}

tool delete_file: destructive {
  apply commits(5, 30)
}

deny push_files: write
  because "Commit one file at a time with create_or_update_file: paths in a list can't be checked."

# Issues and pull requests.
tool create_issue: write {
  apply paced(3, 20)
}

tool update_issue: write {
  apply paced(10, 60)
  deny if args.state exists
    because "Leave state out: the pull request that says Fixes #123 closes the issue."
}

tool add_issue_comment, request_reviewers: write {
  apply paced(5, 40)
}

tool create_pull_request: write {
  apply paced(3, 20)
  require args.head matches agent_branch because "Propose a branch like agent/fix-login."
  require args.base in main_branches because "Propose it for main or develop."
  require args.draft == true because "Set draft to true: a person takes it out of draft."
}

tool update_pull_request: write {
  apply paced(10, 60)
  deny if args.state exists or args.base exists or args.draft exists
    because "Change the title and the body only."
}

tool create_pull_request_review: write {
  apply paced(5, 40)
  require args.event == "COMMENT" because "Review with event COMMENT: the verdict is for people."
}

deny merge_pull_request: write because "A person merges. Ask for one with request_reviewers."

# Workflows and releases.
tool run_workflow: execute {
  apply paced(5, 30)
  require args.workflow_id in agent_workflows
    because "Run ci.yml or docs-preview.yml, by file name."
  require args.ref matches agent_branch because "Run it on a branch like agent/fix-login."
  deny if args.inputs exists because "Leave inputs out: these workflows take none."
}

deny rerun_failed_jobs, cancel_workflow_run: execute
  because "The number of a run does not tell which workflow it is. Start ci.yml anew with run_workflow."

deny create_release: write because "The release workflow makes releases, and a person starts it."

# Hidden tools. The only destructive tool that is left is delete_file, above.
hide every destructive
hide list_repository_secrets, set_repository_secret
hide list_secret_scanning_alerts  # the alerts quote the secrets
hide add_collaborator, update_branch_protection, create_webhook
hide create_repository, fork_repository
hide search_users, list_notifications  # both show more than acme-labs

test "the agent reads the organization, and nothing else" {
  call get_me {} => allow
  call get_issue { owner: "acme-labs", repo: "webshop", issue_number: 12 } => allow
  call get_issue { owner: "evil-labs", repo: "webshop", issue_number: 12 }
    => deny because "set owner to acme-labs"
  call list_commits { owner: "acme-labs", repo: "../evil-labs/webshop" }
    => deny because "plain name"
  call search_code { query: "org:acme-labs language:rust parse_header" } => allow
  call search_code { query: "parse_header" } => deny because "Start the query"
  call search_issues { query: "org:acme-labs is:open org:evil-labs" }
    => deny because "Start the query"
  call search_issues { query: "org:acme-labs is:open OR token" } => deny because "Start the query"
}

test "the agent reads files by plain paths" {
  call get_file_contents { owner: "acme-labs", repo: "webshop", path: "src/cart/total.ts" } => allow
  call get_file_contents { owner: "acme-labs", repo: "webshop", path: ".github/workflows/ci.yml" }
    => allow
  call get_file_contents { owner: "acme-labs", repo: "webshop", path: "/" } => allow
  call get_file_contents { owner: "acme-labs", repo: "webshop", path: "src/../../other/x" }
    => deny because "without `..`"
}

test "commits go to branches of the agent" {
  call create_branch { owner: "acme-labs", repo: "webshop", branch: "agent/fix-total" } => allow
  call create_branch { owner: "acme-labs", repo: "webshop", branch: "release/2.0" }
    => deny because "agent/fix-login"
  call create_or_update_file {
    owner: "acme-labs", repo: "webshop", path: "src/total.ts", content: "x", message: "Fix",
    branch: "agent/fix-total"
  } => allow
  call create_or_update_file {
    owner: "acme-labs", repo: "webshop", path: "src/total.ts", content: "x", message: "Fix",
    branch: "main"
  } => deny because "create_branch"
  call push_files {
    owner: "acme-labs", repo: "webshop", branch: "agent/fix-total", files: [], message: "Fix"
  } => deny because "one file at a time"
  call delete_file {
    owner: "acme-labs", repo: "webshop", path: "src/old.ts", message: "Tidy",
    branch: "agent/fix-total", sha: "3b18e5"
  } => allow
  call delete_file {
    owner: "acme-labs", repo: "webshop", path: "src/old.ts", message: "Tidy", branch: "develop",
    sha: "3b18e5"
  } => deny because "create_branch"
}

test "only people change files that control the repository" {
  call create_or_update_file {
    owner: "acme-labs", repo: "webshop", path: ".github/workflows/ci.yml", content: "x",
    message: "Fix", branch: "agent/fix-total"
  } => deny because "start with a dot"
  call create_or_update_file {
    owner: "acme-labs", repo: "webshop", path: "src/../.github/x", content: "x", message: "Fix",
    branch: "agent/fix-total"
  } => deny because "start with a dot"
  call create_or_update_file {
    owner: "acme-labs", repo: "webshop", path: "docs/CODEOWNERS", content: "x", message: "Fix",
    branch: "agent/fix-total"
  } => deny because "who owns code"
}

test "the agent proposes, and people decide" {
  call create_pull_request {
    owner: "acme-labs", repo: "webshop", title: "Fix", head: "agent/fix-total", base: "main",
    draft: true
  } => allow
  call create_pull_request {
    owner: "acme-labs", repo: "webshop", title: "Fix", head: "agent/fix-total", base: "main"
  } => deny because "Set draft to true"
  call create_pull_request {
    owner: "acme-labs", repo: "webshop", title: "Fix", head: "evil:agent/fix", base: "main",
    draft: true
  } => deny because "Propose a branch"
  call create_pull_request {
    owner: "acme-labs", repo: "webshop", title: "Fix", head: "agent/fix-total", base: "stable",
    draft: true
  } => deny because "main or develop"
  call update_pull_request {
    owner: "acme-labs", repo: "webshop", pull_number: 7, title: "Fix totals"
  } => allow
  call update_pull_request { owner: "acme-labs", repo: "webshop", pull_number: 7, draft: false }
    => deny because "title and the body only"
  call create_pull_request_review {
    owner: "acme-labs", repo: "webshop", pull_number: 7, body: "Nice", event: "COMMENT"
  } => allow
  call create_pull_request_review {
    owner: "acme-labs", repo: "webshop", pull_number: 7, body: "Nice", event: "APPROVE"
  } => deny because "event COMMENT"
  call request_reviewers {
    owner: "acme-labs", repo: "webshop", pull_number: 7, reviewers: ["anna"]
  } => allow
  call merge_pull_request { owner: "acme-labs", repo: "webshop", pull_number: 7 }
    => deny because "A person merges"
}

test "issues stay open, and are created slowly" {
  3 times call create_issue { owner: "acme-labs", repo: "webshop", title: "Totals are wrong" }
    => allow
  call create_issue { owner: "acme-labs", repo: "webshop", title: "Totals are wrong" } => limited
  call update_issue { owner: "acme-labs", repo: "webshop", issue_number: 12, labels: ["bug"] }
    => allow
  call update_issue { owner: "acme-labs", repo: "webshop", issue_number: 12, state: "closed" }
    => deny because "Fixes #123"
  call add_issue_comment { owner: "acme-labs", repo: "webshop", issue_number: 12, body: "On it." }
    => allow
}

test "workflows build and test" {
  call run_workflow {
    owner: "acme-labs", repo: "webshop", workflow_id: "ci.yml", ref: "agent/fix-total"
  } => allow
  call run_workflow {
    owner: "acme-labs", repo: "webshop", workflow_id: "deploy.yml", ref: "agent/fix-total"
  } => deny because "ci.yml"
  call run_workflow { owner: "acme-labs", repo: "webshop", workflow_id: "ci.yml", ref: "main" }
    => deny because "on a branch"
  call run_workflow {
    owner: "acme-labs", repo: "webshop", workflow_id: "ci.yml", ref: "agent/fix-total",
    inputs: { target: "prod" }
  } => deny because "take none"
  call rerun_failed_jobs { owner: "acme-labs", repo: "webshop", run_id: 99 } => deny because "anew"
  call create_release { owner: "acme-labs", repo: "webshop", tag_name: "v2.0.0" }
    => deny because "release workflow"
}

test "secrets and settings are hidden" {
  call list_repository_secrets { owner: "acme-labs", repo: "webshop" } => hidden
  call list_secret_scanning_alerts { owner: "acme-labs", repo: "webshop" } => hidden
  call list_dependabot_alerts { owner: "acme-labs", repo: "webshop" } => allow
  call delete_repository { owner: "acme-labs", repo: "webshop" } => hidden
  call create_webhook {
    owner: "acme-labs", repo: "webshop", url: "https://hooks.example/x", events: ["push"]
  } => hidden
}

assert never merge_pull_request
assert never delete_repository
assert never get_file_contents if args.owner != "acme-labs"
assert never list_issue* if args.owner != "acme-labs"
assert never every destructive if args.owner != "acme-labs"
assert never create_or_update_file if args.branch in ["main", "develop"]
assert never create_or_update_file if args.path matches r"(?:^|/)\.\.(?:/|$)"
assert never create_or_update_file if args.path matches r"^\.github/"
assert never delete_file if args.branch in ["main", "develop"]
assert never create_pull_request if args.draft != true or args.draft missing
assert never run_workflow if args.workflow_id == "deploy.yml"
assert always get_me
