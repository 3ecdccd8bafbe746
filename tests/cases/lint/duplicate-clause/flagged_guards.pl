# What a tool repeats of a guard, and what a guard repeats in each of its tools.
default deny
tool send(to: string): write {
  require args.to == "ann@acme.example" because "Only Ann."
  limit 5 per minute
}
guard * { require args.to == "ann@acme.example" because "Ann only." }
guard send { require args.to in ["ann@acme.example"] because "Ann." }
