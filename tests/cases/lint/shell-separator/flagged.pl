# Any text may follow `git log`.
default deny

tool run: execute {
  require args.command matches "^git (?:status|log)" because "Run git status or git log."
  limit 10 per minute
}
