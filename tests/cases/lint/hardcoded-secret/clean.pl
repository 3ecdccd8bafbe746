# Patterns for keys, placeholders, and words that begin alike.
default deny

tool post: write {
  deny if args.text matches r"ghp_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}|eyJ[A-Za-z0-9_-]+\.eyJ" because "No keys."
  deny if args.text contains "-----BEGIN PRIVATE KEY-----" because "No keys."
  deny if args.text == "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxx" because "Not the example."
  deny if args.topic in ["sk-learn-classification", "task-0123456789abcdefghijkl"] because "Not these."
  limit 30 per minute
}
