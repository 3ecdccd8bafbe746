default deny

tool execute_command(command: string): execute {
  require args.command matches r"^(npm (test|run [a-z:]+)|git (status|diff|log)|ls( [a-z0-9_-]+)?|pwd|cat [a-z0-9_-]+(\.[a-z]+)?)$"
}

assert never execute_command if args.command matches r"\.\./"
assert never execute_command if args.command matches r"/etc/"
assert never execute_command if args.command matches r">"
assert never execute_command if args.command matches r"[;&|`$\n]"
