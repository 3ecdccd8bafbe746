# No variables beside the commands, and variables of something else.
default deny

tool run_make(command: string, env?: any): execute {
  require args.command in ["make", "make test"] because "Two targets."
  require args.env missing because "Nothing else."
  limit 5 per minute
}
tool set_labels(name: string, env: { region: string }): write { limit 5 per minute }
tool plot(points: [[number]], labels: [[string]]): read {}
