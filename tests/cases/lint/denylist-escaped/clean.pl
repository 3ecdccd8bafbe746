# No other spelling gets through: what is allowed is listed, or the clause denies every spelling.
default deny

tool read_file(path: string): read {
  require args.path under "/srv/app" because "The app only."
  deny if args.path starts with "/srv/app/private/" because "Not the private folder."
  deny if args.path matches r"(?i)\.env" because "No secrets."
}

tool run(command: string): execute {
  require args.command in ["git status", "git push", "npm test"] because "These three."
  deny if args.command contains "push" because "Do not push."
  limit 10 per minute
}

tool exec_sql(sql: string): execute {
  require args.sql matches r"^[A-Za-z0-9 =]*$" because "Letters and digits."
  deny if args.sql matches r"(?i)\b(?:drop|delete|update|insert)\b" because "Change nothing."
  limit 10 per minute
}

tool send_mail(to: string): write {
  require args.to matches r"^[a-z]+@acme\.example$" because "Colleagues only."
  deny if args.to == "boss@acme.example" because "Not to the boss."
  limit 10 per minute
}

tool open(path: string): read { deny if args.path not in ["/a", "/b"] because "One of these." }

tool merge(branch: string, note: string): write {
  deny if args.branch == "main" because "Not to main."
  deny if args.note contains "secret" because "Not that note."
  limit 10 per minute
}
