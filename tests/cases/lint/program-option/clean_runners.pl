# The words that follow are listed.
default deny

tool run_tests: execute {
  require args.command matches "^(?:uv|poetry) run (?:pytest|ruff check)$" because "Tests."
  limit 5 per minute
}
tool run_slowly: execute {
  require args.command matches "^timeout [0-9]+ make test$" because "Not for long."
  limit 5 per minute
}
tool copy: execute {
  require args.command matches "^cp /srv/build/[a-z]+ /srv/out/$" because "Copies."
  limit 5 per minute
}
tool cloud: execute {
  require args.command matches "^aws s3 ls s3://acme-[a-z]+$" because "Look around."
  limit 5 per minute
}
