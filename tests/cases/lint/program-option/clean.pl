# What follows the programs is listed, or can't be an option; or no program is known to run others.
default deny

tool run_git(command: string): execute {
  require args.command matches r"^git (?:status|diff)(?: --(?:stat|short))?$" because "Look only."
  limit 10 per minute
}

tool run_log(command: string): execute {
  require args.command matches r"^git (?:log|show)(?: [A-Za-z0-9_][A-Za-z0-9._/-]*)*$" because "Look only."
  limit 10 per minute
}

tool run_all(command: string): execute {
  require args.command in ["git status", "find . -delete", "npm test"] because "These three."
  limit 10 per minute
}

tool run_make(command: string): execute {
  require args.command matches r"^(?:CI=1 )?make (?:test|build)$" because "Make only."
  limit 10 per minute
}

tool run_ls(command: string): execute {
  require args.command matches r"^(?:ls|pwd|date)(?: [a-z/-]+)?$" because "Harmless programs."
  limit 10 per minute
}

tool add_note(note: string): write {
  require args.note matches r"^To find: [a-z -]+$" because "Notes about what to find."
  limit 10 per minute
}
