# An item that lost its `{` keeps its clauses, and a `}` inside a clause closes no block.
default deny

tool a: write
  limit 5 per minute
}

tool b: write {
  require args.to } exists or args.channel exists
  limit 5 per minute
}

tool c(o {n: number}, t: string) { deny }
