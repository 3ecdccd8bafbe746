# Each tool allows a program with options, or a variable before it, that runs another one or writes a file.
default deny

tool run_git(command: string): execute {
  require args.command matches r"^git(?: [A-Za-z0-9._/=:@-]+){0,6}$" because "Only git."
  limit 10 per minute
}

tool run_find(command: string): execute {
  require args.command matches r"^find [a-z0-9./_ -]+$" because "Only find."
  limit 10 per minute
}

tool run_safe(command: string): execute {
  require args.command matches r"^(?:echo|pwd|python3|node)(?: [^;&|<>`$\\\r\n]*)?$" because "Safe programs only."
  limit 10 per minute
}

tool run_make(command: string): execute {
  require args.command matches r"^(?:[A-Z_]+=[A-Za-z0-9./_-]+ )?make (?:test|build)$" because "Make only."
  limit 10 per minute
}

tool fetch_docs(cmd: string): execute {
  require args.cmd matches r"^/usr/bin/curl https://docs\.example\.com/[a-z/]*(?: [a-zA-Z0-9/.-]+)*$" because "The docs."
  limit 10 per minute
}

tool run_npm(script: string): execute {
  require args.script matches r"^npm [a-z-]+(?: [a-z@/-]+)?$" because "Only npm."
  limit 10 per minute
}

tool git(args: string): execute {
  require args.args matches r"^(?:log|show|diff)(?: [A-Za-z0-9./=_-]+)*$" because "Only reading."
  limit 10 per minute
}
