# Programs that run others, and programs that write or read any file.
default deny

tool run_tests: execute {
  require args.command matches "^(?:uv|poetry) run [a-z./ -]+$" because "Tests."
  limit 5 per minute
}
tool run_slowly: execute {
  require args.command matches "^timeout [0-9]+ [a-z ]+$" because "Not for long."
  limit 5 per minute
}
tool copy: execute {
  require args.command matches "^cp(?: [A-Za-z0-9./_-]+)+$" because "Copies."
  limit 5 per minute
}
tool cloud: execute {
  require args.command matches "^aws(?: [a-z0-9:/ -]+)+$" because "Look around."
  limit 5 per minute
}
