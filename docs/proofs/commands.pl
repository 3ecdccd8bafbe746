default deny

tool execute_command(command: string): execute {
  require args.command matches r"^(npm (test|run [a-z:]+)|git (status|diff|log)( .*)?|ls( .*)?|pwd|cat [A-Za-z0-9_./-]+)$"
  deny if args.command matches r"[;&|`]|\$\(|\brm\b|\bcurl\b"
}

assert never execute_command if args.command matches r"\.\./"
assert never execute_command if args.command matches r"/etc/"
assert never execute_command if args.command matches r">"
