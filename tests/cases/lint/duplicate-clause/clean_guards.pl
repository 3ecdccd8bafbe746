# The second guard repeats the first in one tool only.
default deny
tool send(to: string): write { limit 5 per minute }
tool share(to: string): write { limit 5 per minute }
guard send { require args.to == "ann@acme.example" because "Only Ann." }
guard * { require args.to == "ann@acme.example" because "Ann only." }
